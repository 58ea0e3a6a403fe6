provider-captioner = 用一句话描述图片。
    .note = 每次请求 0.002 美元。
    .privacy = 图片经缩小并去除元数据后发送到 { $host }。
    .key-hint = 登录 captions.example.org 并创建密钥。
    .check = 该服务没有免费请求。
    .field-api_key = API 密钥
    .model-default = 图片说明
