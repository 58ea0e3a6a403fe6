provider-openai-compatible = 任何使用 OpenAI 接口格式的模型服务器：LM Studio、llama-server、vLLM、OpenRouter、Mistral 等。
    .note = 文字会边生成边显示。本机上的服务器不收费，也不需要密钥。请选择能看图片的模型。
    .privacy = 缩小并去除元数据后的图片会发送到{ $host ->
        [none] 您选择的服务器
       *[other] 您选择的服务器 { $host }
    }。您自己的指令和您写下的图片信息（例如人名和地名）会一同发送；提问时，之前的问答和描述也会一同发送。
    .key-hint = 密钥由服务器的运营者提供。许多服务器不需要密钥。
    .check = 查询服务器的模型列表，不收费。
    .field-api_key = API 密钥
    .field-endpoint = 服务器地址，含 /v1
    .field-paid = 使用此服务器需要付费
    .field-price = 模型费用：free，或每次请求 0.01 usd，或每百万输入和输出 token 0.15/0.60 usd
    .model-default = 服务器现有的模型
