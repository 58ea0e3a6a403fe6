# 各服务文档中列出的错误，每种一句；结构同 faults.en.ftl。

fault-imagedescriber-1002 = Image Describer 没有收到 API 密钥。
    .action = 请在设置中填写 API 密钥。
fault-imagedescriber-1003 = Image Describer 不认识这个 API 密钥。
    .action = 请检查密钥是否复制完整，或在 imagedescriber.app 新建一个并填入。
fault-imagedescriber-1004 = Image Describer 每分钟最多接受 30 个请求，每小时最多 1800 个，刚才超出了。
    .action = { $seconds ->
        [0] 请在一分钟后重试；如果仍然如此，请在一小时后重试。
       *[other] 请在 { $seconds } 秒后重试。
    }
fault-imagedescriber-1005 = Image Describer 不接受请求中的某个参数。
    .action = 请在设置中检查语言、模型和指令，然后重试。
fault-imagedescriber-2002 = 您在 Image Describer 的额度已用完。
    .action = 请购买额度后重试，没有丢失任何内容。
fault-imagedescriber-2003 = Image Describer 的内容过滤器拦截了{ $name }。
    .action = 请更换图片，或改用其他服务或内置描述器。
fault-imagedescriber-2004 = Image Describer 无法读取{ $name }的格式。
    .action = 请另存为 JPEG、PNG 或 WebP 后再添加。
fault-imagedescriber-2005 = { $name }没有完整送达 Image Describer。
    .action = 请重试；如果仍然失败，请重新保存图片后再添加。
fault-imagedescriber-5050 = Image Describer 的服务器出错了。
    .action = 请稍后重试。如果一直出错，请联系其技术支持并提供请求编号。

fault-describepicture-field-required = DescribePicture 缺少请求的一部分：{ $field }。
    .plain = DescribePicture 缺少请求的一部分。
    .action = 请检查 App ID 和图片地址，然后重试。

fault-describepicture-limit = DescribePicture 每个 App ID 每小时最多接受 100 个请求，刚才超出了。
    .action = { $seconds ->
        [0] 请在一小时内稍后重试。
       *[other] 请在 { $seconds } 秒后重试。
    }

fault-imgopen-failed = Img Open 无法描述{ $name }。
    .action = 请检查图片地址能否在浏览器中打开，或换一张图片或另一个服务。

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

# 各服务的模型：说法一致。
fault-model-cut-off = { $provider } 的回答超出了给它的长度。
    .action = 请重试，或要求更短的内容。
fault-model-blind = { $provider } 的模型看不了图片。
    .action = 请在设置中选择能看图片的模型。
fault-model-context = 图片和指令对 { $provider } 的模型来说太长。
    .action = 请在服务器上为模型增加上下文，或在设置中选择其他模型。
