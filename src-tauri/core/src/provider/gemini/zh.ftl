provider-gemini = Google 的 Gemini 模型。
    .note = 文字会边生成边显示。输入和输出按 token 付费。未开通结算的密钥有免费额度；用它发送的内容可能被用于改进 Google 的产品。
    .privacy = 缩小并去除元数据后的图片会发送到 { $host }。您自己的指令和您写下的图片信息（例如人名和地名）会一同发送；提问时，之前的问答和描述也会一同发送。
    .key-hint = 请在 aistudio.google.com 创建密钥。
    .check = 查询模型列表，不收费。
    .field-api_key = API 密钥
    .field-price = 模型费用：每百万输入和输出 token 0.15/0.60 usd，或每次请求 0.01 usd
    .model-default = 列表中最新的小型模型

fault-gemini-key = Gemini 不认识这个 API 密钥。
    .action = 请在 aistudio.google.com 创建密钥，并在设置中输入。
fault-gemini-disabled = 您的密钥所属的项目不能使用 Gemini。
    .action = 请在 Google 为该项目启用 Gemini API，或在 aistudio.google.com 创建密钥。
fault-gemini-region = 您所在的地区不提供 Gemini。
    .action = 请在设置中选择其他服务。
fault-gemini-credits = 您为 Gemini 预付的额度已用完。
    .action = 请在 Google 充值，然后重试。
