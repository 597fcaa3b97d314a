-- nothing is fetched from trading partners by a copy, nothing reaches them
UPDATE b2b_edi_partner
   SET is_polled = false,
       folder_in = NULL,
       folder_out = NULL,
       sftp_host = CASE WHEN sftp_host IS NULL THEN NULL ELSE 'neutralized.invalid' END,
       sftp_password = NULL,
       sftp_private_key = NULL,
       http_url = CASE WHEN http_url IS NULL THEN NULL ELSE 'https://neutralized.invalid' END,
       http_token = NULL,
       mail_to = NULL,
       as2_url = CASE WHEN as2_url IS NULL THEN NULL ELSE 'https://neutralized.invalid' END,
       as2_private_key = NULL;
