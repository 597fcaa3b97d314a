from . import promise_own_documents
