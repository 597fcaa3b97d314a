"""The evaluation a buyer of this software would do, played against a live server."""
