provider-anthropic = Anthropic 的 Claude 模型。
    .note = 文字会边生成边显示。输入和输出按 token 预先付费，与 Claude 订阅无关。
    .privacy = 缩小并去除元数据后的图片会发送到 { $host }。您自己的指令和您写下的图片信息（例如人名和地名）会一同发送；提问时，之前的问答和描述也会一同发送。
    .key-hint = 请在 platform.claude.com 的 API keys 页面创建密钥，并为账户充值。
    .check = 查询模型列表，不收费。
    .field-api_key = API 密钥
    .field-price = 模型费用：每百万输入和输出 token 0.15/0.60 usd，或每次请求 0.01 usd
    .model-default = 列表中最新的、能看图片的小型模型

fault-anthropic-credits = 您在 Anthropic 的余额已用完。
    .action = 请在 Anthropic 的 Billing 页面购买额度，然后重试。
fault-anthropic-spend-limit = 您的组织在 Anthropic 的消费上限已达到。
    .action = 请在 Anthropic 的 Limits 页面提高上限，或等到当月结束。
fault-anthropic-permission = 您在 Anthropic 的密钥不能使用此模型或此功能。
    .action = 请使用有权限的工作区的密钥，或在设置中选择其他模型。
fault-anthropic-too-large = 请求超过了 Anthropic 接受的大小。
    .action = 请缩小图片或去掉之前的提问，然后重试。
