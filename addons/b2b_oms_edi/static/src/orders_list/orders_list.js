import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { SaleFileUploadListController } from "@sale/views/sale_file_upload_list/sale_file_upload_list_controller";
import { SaleFileUploadListRenderer } from "@sale/views/sale_file_upload_list/sale_file_upload_list_renderer";

/** The orders list takes purchase orders as files: by its Upload button and by drag and drop. */
patch(SaleFileUploadListController.prototype, {
    setup() {
        super.setup();
        this.hideUploadButton = false;
    },
});

patch(SaleFileUploadListRenderer.prototype, {
    setup() {
        super.setup();
        this.dropZoneTitle = _t("Drop purchase orders here");
        this.dropZoneDescription = _t(
            "CSV and Excel files become orders. Whatever is unclear is held with its reason."
        );
    },
});
