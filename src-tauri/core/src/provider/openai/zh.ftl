provider-openai = OpenAI 的模型。
    .note = 文字会边生成边显示。输入和输出按 token 预先付费，与 ChatGPT 订阅无关。列表不说明哪些模型能看图片。
    .privacy = 缩小并去除元数据后的图片会发送到 { $host }。您自己的指令和您写下的图片信息（例如人名和地名）会一同发送；提问时，之前的问答和描述也会一同发送。
    .key-hint = 请在 platform.openai.com 的 API keys 页面创建密钥，并为账户充值。
    .check = 查询模型列表，不收费。
    .field-api_key = API 密钥
    .field-price = 模型费用：每百万输入和输出 token 0.15/0.60 usd，或每次请求 0.01 usd
    .model-default = 列表中最新的小型模型

fault-openai-quota = 您在 OpenAI 的余额已用完，或已达到每月上限。
    .action = 请在 OpenAI 的 Billing 页面充值或提高上限，然后重试。ChatGPT 订阅在这里不计入。
fault-openai-verification = OpenAI 只允许通过验证的组织这样使用此模型。
    .action = 请在 OpenAI 的设置中验证您的组织，或在设置中选择其他模型。
fault-openai-region = OpenAI 不为您所在的国家或地区提供服务。
    .action = 请在设置中选择其他服务。
