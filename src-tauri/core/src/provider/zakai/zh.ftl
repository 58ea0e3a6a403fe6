provider-zakai = 德语和英语的替代文本，来自德国。
    .note = 图片会缩小到 512 像素，更大也不会改善文本。您所知道的人物和地点会被采用。
    .privacy = 图片缩小并去除元数据后，连同您为它写的内容，发送到 { $host }。
    .key-hint = 自选一个口令并输入您的电子邮件地址：API 密钥会通过电子邮件发送。
    .check = 查询您的账户及其额度，不收费。
    .field-secret = 您自选的口令
    .field-api_key = 电子邮件中的 API 密钥
    .field-email = 电子邮件地址

fault-zakai-not-json = ZAK-AI 无法读取这个请求。
    .action = 请重试。如果一直这样，说明服务已更改；请查找新版 Altsmith。
fault-zakai-unauthorized = ZAK-AI 不认识这个口令和 API 密钥的组合。
    .action = 请在设置中检查两者：口令是您自己设定的，API 密钥是通过电子邮件收到的。
fault-zakai-no-credits = 您在 ZAK-AI 的额度已用完{ $until ->
        [none] 。
       *[other] ，有效期至 { $until }。
    }
    .action = 请购买额度后重试，没有丢失任何内容。
fault-zakai-authentication-required = ZAK-AI 没有收到口令和 API 密钥。
    .action = 请在设置中填写两者。
fault-zakai-authorization-malformatted = ZAK-AI 无法读取口令和 API 密钥。
    .action = 请在设置中重新填写两者，前后不要有空格。
fault-zakai-image-too-large = { $name }超过了 ZAK-AI 接受的 512 像素。
    .action = 请重试；如果仍然如此，请另存一个较小的副本后再添加。
fault-zakai-image-type = ZAK-AI 无法读取{ $name }的格式。
    .action = 请另存为 JPEG 或 PNG 后再添加。
fault-zakai-language = ZAK-AI 只能用这些语言书写：{ $languages }。
    .plain = ZAK-AI 不支持这种语言。
    .action = 请选择其中一种语言，或换用其他服务。
fault-zakai-missing-parameter = ZAK-AI 缺少请求的一部分：{ $field }。
    .plain = ZAK-AI 缺少请求的一部分。
    .action = 请重试。如果一直这样，说明服务已更改；请查找新版 Altsmith。
fault-zakai-secret-colon = 您为 ZAK-AI 自选的口令不能包含冒号：它会在冒号处中断。
    .action = 请选择一个不含冒号的口令。
