# 几种服务共有的错误，每种一句；结构同 faults.en.ftl。

# 密钥只发往填写时所对应的主机。
fault-key-elsewhere = { $provider } 的“{ $key }”没有发送：它是为 { $typed_for } 填写的，而该服务现在位于 { $now }。
    .plain = { $provider } 的一个密钥没有发送：它是为另一个地址填写的，不是现在设置的地址。
    .action = 请为现在的地址重新填写密钥，或在设置中删除它；也可以把地址改回去。

# 给这台电脑上的图片一个公开网址：用户的存储桶，或本机自己的入口。
fault-publish-bucket-key-missing = { $field ->
        [s3_secret_access_key] 缺少存储桶的私有密钥。
       *[s3_access_key_id] 缺少存储桶的访问密钥。
    }
    .plain = 缺少存储桶的一个密钥。
    .action = 请在设置中存储桶旁填写，或在那里移除存储桶。
fault-publish-bucket-key-rejected = 您的存储 { $host } 不接受存储桶的密钥。
    .plain = 您的存储不接受存储桶的密钥。
    .action = 请在设置中检查存储桶的两个密钥、名称和区域。
fault-publish-port-taken = 这台电脑的端口 { $value } 正被另一个程序使用，可能是 Altsmith 的窗口或命令行。
    .plain = 这台电脑的端口正被另一个程序使用，可能是 Altsmith 的窗口或命令行。
    .action = 请等另一个程序完成，或在设置中选择公开网址所通向的另一个端口。

# 各服务的模型：说法一致。
fault-model-cut-off = { $provider } 的回答超出了给它的长度。
    .action = 请重试，或要求更短的内容。
fault-model-blind = { $provider } 的模型看不了图片。
    .action = 请在设置中选择能看图片的模型。
fault-model-none = { $provider } 的列表中没有可以描述图片的模型。
    .action = 请在设置中按服务给出的名称选择一个模型。
fault-model-context = 图片和指令对 { $provider } 的模型来说太长。
    .action = 请在服务器上为模型增加上下文，或在设置中选择其他模型。
