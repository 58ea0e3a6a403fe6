provider-captioner = One sentence about a picture.
    .note = Each request costs $0.002.
    .privacy = The picture, made smaller and without its metadata, goes to { $host }.
    .key-hint = Sign in at captions.example.org and create a key.
    .check = The service has no free request.
    .field-api_key = API key
    .model-default = Caption
