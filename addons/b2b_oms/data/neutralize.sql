-- other systems are not told of what happens in a copy
UPDATE b2b_webhook
   SET active = false,
       url = 'https://neutralized.invalid';
