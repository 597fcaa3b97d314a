/* Opens pages in a frame of a desk's and of a phone's width and asks axe-core what is wrong there.
   Before it: AXE (its source), PAGES (paths), WIDTHS. */
(async () => {
    const bad = [];
    const frame = document.createElement("iframe");
    frame.style.cssText = "position:fixed; top:0; inset-inline-start:0; height:900px; border:0; z-index:9999";
    document.body.append(frame);
    for (const width of WIDTHS) {
        frame.style.width = `${width}px`;
        for (const path of PAGES) {
            await new Promise((resolve) => {
                frame.onload = resolve;
                frame.src = path;
            });
            await new Promise((resolve) => setTimeout(resolve, 400));
            const page = frame.contentWindow;
            if (!page.document.querySelector(".o_b2b_portal")) {
                bad.push(`${path}: no page of ours`);
                continue;
            }
            const wide = [...page.document.querySelectorAll(".o_b2b_portal *")].find(
                (part) =>
                    part.getBoundingClientRect().right > page.innerWidth + 1 &&
                    part.getClientRects().length &&
                    // Heads of tables that became cards are there for screen readers only.
                    !part.closest(".overflow-auto, .table-responsive, .visually-hidden, .o_b2b_table thead")
            );
            if (wide) {
                bad.push(`${path} at ${width}: wider than the screen: ${wide.outerHTML.slice(0, 160)}`);
            }
            page.eval(AXE);
            const {violations} = await page.axe.run(
                // The mark of Odoo's own payment form while a provider is in test mode.
                {exclude: [[".fa-exclamation-triangle[data-bs-toggle]"]]},
                {resultTypes: ["violations"]}
            );
            for (const found of violations) {
                if (["serious", "critical"].includes(found.impact)) {
                    const where = found.nodes.slice(0, 4).map((node) => `${node.target} ${node.html.slice(0, 160)}`);
                    bad.push(`${path} at ${width}: ${found.id} (${found.nodes.length}): ${where.join(" | ")}`);
                }
            }
        }
    }
    if (bad.length) {
        console.error(`FOUND ${bad.join("\n")}`);
    } else {
        console.log("test successful");
    }
})();
