### 窗口中的文字（简体中文）。引擎的句子（问题、提醒、信息）不在这里。

## 窗口

app = Altsmith
views = 视图
view-describe = 描述
view-history = 历史记录
view-usage = 用量
view-settings = 设置
details-later = 读取图片后，这里会显示详细信息。
details = 详细信息
notice = 提示
messages = 消息
close = 关闭
dismiss = 忽略
cancel = 取消
loading = 正在加载
tooltip = { $label }（{ $keys }）
window-title-progress = { $done }/{ $total } · Altsmith
start-failed = Altsmith 无法启动
trouble-unexpected = 出现了意外问题。请重试；如果仍然如此，请重新启动 Altsmith。

## 添加图片

add = 添加
add-files = 添加图片
add-folder = 添加文件夹
add-url = 从网址添加
paste = 粘贴
try-sample = 用示例图片试一试
drop-here = 将图片拖到这里
drop-here-more = Altsmith 会为图片写出替代文本、详细描述、标题和标签。也可以用其他方式添加：
drop-now =
    { $count ->
        [0] 松开即可用 { $provider } 描述
       *[other] 松开即可用 { $provider } 描述 { $count } 张图片
    }
drop-local = 任何内容都不会离开这台电脑
drop-cost = 约 { $cost }
url-title = 从网址添加图片
url-label = 图片的网址
url-help = 网址须以 https 开头。图片由这台电脑下载。
url-add = 添加图片

## 卡片

how-to-describe = 描述方式
pictures-list = 图片
pictures =
    { $count ->
       *[other] { $count } 张图片
    }
progress = 已描述 { $done }/{ $total }
cancel-all = 全部取消
remove-all = 全部移除
card-name = { $name }。{ $text }
state-queued = 正在排队
state-reading = 正在读取图片…
state-describing = 正在描述…
state-done = 已描述
state-failed = 未能描述
state-cancelled = 已取消
describe = 描述
describe-again = 重新描述
describe-again-cost = 重新描述（{ $cost }）
favourite = 收藏
remove = 移除
delete = 删除
preview = 大图预览
preview-open = 大图预览：{ $name }
preview-none = 这张图片没有预览。

## 文字

words = 文字
alt-of = { $name } 的替代文本
alt-empty = 没有替代文本
title = 标题
title-of = { $name } 的标题
title-empty = 没有标题
description = 描述
description-none = 没有详细描述。
description-edit = 编辑描述
tags = 标签
tag-add = 添加标签
tag-new = 新标签
tag-remove = 移除标签“{ $tag }”
length = { $length } 个字符，上限 { $limit }
length-over = 超出 { $over }
author-person = 由您编辑
author-computed = { $name }（计算得出）
from-history = 来自历史记录
save-again = 重新保存
answer-new = { $name } 的新回答。在您选择之前，您写的文字保持不变。
answer-new-of = { $name } 的新回答
answer-use = 使用新回答
answer-keep = 保留我写的

## 复制

copied = 已复制
copy-usual = 复制{ $form }
copy-all = 全部复制
copy-as = 复制为…
copy-form-usual = 常用
copy-form-alt = 替代文本
copy-form-alt_attribute = alt="…"
copy-form-img = HTML <img>
copy-form-img_with_tags = 带标题和标签的 HTML <img>
copy-form-figure = HTML <figure>
copy-form-markdown = Markdown
copy-form-json = JSON
copy-form-description = 描述
copy-form-title = 标题
copy-form-tags = 标签

## 朗读的消息

announce-done = { $name }：{ $words }
announce-failed = { $name }：{ $trouble }
announce-begin = 正在描述 { $total } 张图片
announce-quarter = 已完成 { $done } / { $total }
announce-end =
    { $total } 张图片：{ $described } 张已描述{ $failed ->
        [0] {""}
       *[other] ，{ $failed } 张未描述
    }{ $stopped ->
        [0] {""}
       *[other] ，{ $stopped } 张已停止
    }
announce-answer-new = { $name }，新的回答：{ $words }。在您选择之前，您写的文字保持不变。
announce-copied =
    { $count ->
        [1] 已复制：{ $form }
       *[other] 已复制 { $count } 项：{ $form }
    }

## 收费的服务

pick-model = 模型
languages-known = { $name } 可以用{ $languages }描述。
languages-switch = 用{ $language }描述
language-unknown = { $language }（{ $name } 不支持）
cost-and-left = { $cost }，剩余 { $left }
time-seconds = { $seconds } 秒
time-minutes = { $minutes } 分钟
time-hours = { $hours } 小时
time-hours-minutes = { $hours } 小时 { $minutes } 分钟
drop-cost-each = 每张约 { $cost }
drop-calls-each =
    { $count ->
       *[other] 每张 { $count } 次请求
    }
held = 等待您确认
held-title =
    { $count ->
       *[other] { $count } 张图片交给 { $name }
    }
held-asking = 正在估算费用
held-about = 约 { $cost }
held-most = 最多 { $cost }
held-unknown =
    { $count ->
       *[other] { $count } 次请求；服务没有说明费用
    }
held-known =
    { $count ->
       *[other] 其中 { $count } 张已有结果，不收费
    }
held-known-all =
    { $count ->
       *[other] 全部 { $count } 张已有结果，不收费
    }
held-partly = 尚未全部检查
held-time = 大约需要 { $time }
held-host = 发送到 { $host }
held-here = 任何内容都不会离开这台电脑
costs-nothing = 不收费
held-go =
    { $count ->
       *[other] 描述 { $count } 张图片
    }
not-now = 暂不
announce-held = { $title }：{ $cost }。等待您确认。
state-held = 等待您确认
state-left = 上次留下的
words-broke-off = 回答中断前已收到的内容：
waiting-limit = { $time }后继续（服务的限制）
waiting-service = 正在等待服务…
waiting-recovery = 服务暂时不可用，{ $time }后重试
failed-again =
    { $count ->
       *[other] 重试失败的图片（{ $count }）
    }
cancelled-again = 描述已停止的图片（{ $count }）
unknown-again = 再次发送（{ $count }）
sort = 排序
sort-added = 按添加顺序
sort-name = 按名称
sort-state = 等待您处理的在前
held-left-title = 上次留下 { $count } 张图片，将交给 { $name }
held-left = 其中 { $count } 张是上次留下的。
failed-uncertain = 有 { $count } 张图片可能已经计费。是否重新发送由您决定。
trouble-code = 代码 { $code }
trouble-request = 请求
incomplete = 结果不完整。{ $message }
incomplete-rest = 请求其余部分

## 即将用完的余额

balance-alert = { $name }：{ $message }

## 没有回答的请求

unfinished =
    { $count ->
       *[other] { $name } 正在描述 { $count } 张图片时，Altsmith 或连接中断了。可能已经收费。
    }
unfinished-several = 正在描述 { $count } 张图片时，Altsmith 或连接中断了。可能已经收费。
unfinished-more = 重新发送可能会再次收费；不再处理则不会产生更多费用。
unfinished-more-free = 查询结果不收费。
unfinished-ask = 查询结果
unfinished-ask-of = 查询结果：{ $name }
unfinished-twice-of = 重新发送，可能重复收费：{ $name }
unfinished-cancel-of = 取消：{ $name }
unfinished-unknown = 已不存在的图片
unfinished-again = 重新发送
unfinished-again-of = 重新发送：{ $name }
unfinished-leave = 不再处理
unfinished-leave-of = 不再处理：{ $name }
unfinished-show-all = 显示全部 { $count } 张
unfinished-so-far = 已收到：“{ $text }”
unfinished-asked = { $name }：服务已告知结果
unfinished-sent = { $name }：已重新发送
unfinished-left = { $name }：不再处理

## 关于图片的提问

questions = 提问这张图片
question-label = 问题
question-ask = 提问
question-cost = 由 { $name } 回答：每个问题 { $cost }。
question-cost-unknown = 由 { $name } 回答。服务没有说明每个问题的费用。
question-here = 由 { $name } 在这台电脑上回答。
question-waiting = 正在等待 { $name }…
question-nobody =
    { $count ->
        [0] { $name } 不回答关于图片的问题。
       *[other] { $name } 不回答关于图片的问题。设置好 { $names } 后即可提问。
    }
announce-answer = { $name }：{ $answer }

## 撤销

undo = 撤销
undo-list = 可撤销的操作
undo-done = 已撤销
undo-answer-used = 已用新的回答代替您写的文字
undo-connection = 已移除 { $name }
undo-removed =
    { $count ->
       *[other] 已从列表中移除 { $count } 张图片
    }
undo-deleted =
    { $count ->
       *[other] 已删除 { $count } 条记录
    }

## 解决办法

remedy-again = 重试
remedy-again-in = { $seconds } 秒后可重试
remedy-again-cost = 重试（{ $cost }）
remedy-ask-outcome = 免费查询结果
remedy-another-service = 选择其他服务
remedy-remove = 移除
remedy-key = 更换密钥
remedy-settings = 打开设置

## 图片的详细信息

versions =
    { $count ->
       *[other] { $count } 个版本
    }
version-by = { $author }，{ $when }
version-now = 当前版本
version-restore = 使用此版本
facts = 信息
fact-file = 文件
fact-file-value = { $format }，{ $size }
fact-origin = 来源
fact-other-place = 另见
fact-described = 描述时间
sent = 发送的内容
sent-nothing = 没有任何内容离开这台电脑。
sent-what = 已向 { $host } 发送 { $format }，{ $width } × { $height } 像素，{ $size }。
sent-what-via = 已经由 { $via } 向 { $host } 发送 { $format }，{ $width } × { $height } 像素，{ $size }。
sent-address = 只把图片的网址交给了 { $host }。
spent-in-all = 费用合计：{ $amount }。
sent-without-metadata = 已去除地点、相机和注释信息。

## 历史记录

search = 搜索历史记录
favourites = 收藏
found =
    { $count ->
       *[other] { NUMBER($count) } 条记录
    }
history-empty = 还没有内容
history-empty-more = 每一条描述都会保存在这里，方便以后查找。
history-empty-go = 描述一张图片
history-export-as = 导出为
history-export = 导出
history-exported = 已导出
export-form-csv_with_mark = 适用于电子表格的 CSV
export-form-csv = CSV
export-form-jsonl = JSON（每行一条）
export-form-html = HTML 网页
export-form-beside = 每张图片旁的文件
history-exported-said = 已写入 { $written } 条描述。
history-export-foreign = 有 { $count } 个同名文件不是 Altsmith 的，保持原样。
history-export-failed = 有 { $count } 个文件无法写入。
history-nothing-found = 没有找到
history-show-all = 显示全部

## 用量

usage-nothing-spent = 没有任何花费
usage-nothing-spent-more = 所有描述都是免费生成的。
usage-service = 服务
usage-pictures = 图片
usage-from-history = 取自历史记录，免费
usage-spent-column = 花费
usage-nothing = 无
usage-empty = 还没有描述过图片。
usage-services = 各服务累计
usage-saved = 约省 { $amount }
usage-balances = 剩余额度
usage-unknown = 服务未告知
usage-valid-until = 有效期至 { $day }
usage-was-valid-until = 有效期曾至 { $day }
usage-read = 查询时间：{ $when }
usage-reckoned = 自{ $when }查询后已用 { $amount }
usage-about = 约 { $amount }
usage-refresh = 刷新
usage-refreshing = 正在查询…
usage-buy-where = 在浏览器中打开该服务的页面
usage-action-of = { $action }，{ $name }
usage-balance-read = { $name }：剩余 { $amount }
usage-spending = 使用情况
usage-period = 时间范围
usage-days =
    { $count ->
       *[other] { $count } 天
    }
usage-year = 1 年
usage-unit = 单位
usage-charges =
    { $count ->
        [0] 没有扣费
       *[other] { $amount } 次扣费
    }
usage-when = { $when } · { $charges }
usage-summary = { $when }：{ $amount }，{ $charges }
usage-chart-day = 每日花费
usage-chart-week = 每周花费
usage-chart-month = 每月花费
usage-bar = { $when }：{ $amount }（{ $shares }）
usage-bar-empty = { $when }：无
usage-share = { $name } { $amount }
usage-as-table = 显示为表格
usage-table-caption = { $when }。没有扣费的时间已略去。
usage-step-day = 日期
usage-step-week = 周
usage-step-month = 月份
usage-charges-column = 扣费次数
usage-total = 合计
usage-nothing-in-period = 这段时间没有扣费。
usage-nothing-in-unit = { $unit }：这段时间没有扣费。

## 数额

amount-credits =
    { $count ->
       *[other] { $amount } 点
    }
amount-requests =
    { $count ->
       *[other] { $amount } 次请求
    }
out-of = 共 { $amount }
out-of-credits =
    { $count ->
       *[other] 共 { $amount } 点
    }
out-of-requests =
    { $count ->
       *[other] 共 { $amount } 次请求
    }
amount-left = 剩余 { $amount }
buy-credits = 购买额度
unit-after-credits =
    { $count ->
       *[other] 点
    }
unit-after-requests =
    { $count ->
       *[other] 次请求
    }
unit-credits = 额度
unit-requests = 请求次数
unit-usd = 美元

## 明细

ledger = 收支明细
ledger-count =
    { $count ->
       *[other] { NUMBER($count) } 条
    }
ledger-all = 所有服务
ledger-export = 导出为 CSV
ledger-exported = 已导出
ledger-exported-said = 收支明细已写入文件。
ledger-empty = 还没有记录。
ledger-kind-charge = 扣费
ledger-kind-perhaps = 可能已扣费
ledger-kind-balance = 查询余额
ledger-kind-top_up = 增加额度
ledger-unknown = 数额未知
ledger-in-all = 合计 { $amount }
ledger-added = + { $amount }
ledger-name = { $kind }，{ $service }，{ $time }：{ $amount }
ledger-open = 打开 { $name }。{ $words }
ledger-open-title = 打开这张图片
request-id-copy = 复制请求编号 { $id }
request-id-copied = 已复制：请求编号 { $id }

## 设置

settings-contents = 设置的各个部分
section-describing = 描述
section-copying = 复制
section-reading = 文字与地点
section-privacy = 隐私
section-window = 窗口
section-data = 数据
section-about = 关于
as-system = 跟随系统
setting-provider = 服务
setting-language = 描述所用语言
setting-language-help = 用于之后的图片。已有的描述保持不变。
setting-style = 风格
setting-instruction = 自己的指令
setting-instruction-help = 用于接受指令的服务：{ $names }。它代替风格，随每张图片一起发送，直到您清空它。
setting-length = 替代文本的长度
setting-length-help = 按读者看到的字符计数。
setting-own-length = 自定义长度
setting-own-length-help = 20 到 5000 个字符。
setting-copy-form = 常用格式
setting-copy-form-help = 复制按钮及其快捷键放到剪贴板的内容。
setting-read-text = 读取图片中的文字
setting-read-text-help = 在这台电脑上用 Tesseract 识别。已安装：{ $languages }。
setting-read-text-missing = 需要 Tesseract，这台电脑尚未安装。
setting-places = 标出图片的地点
setting-places-help = 在这台电脑上根据照片中的坐标查找最近的城镇。坐标绝不会被发送。
setting-local-only = 仅限这台电脑
setting-local-only-help = 拒绝所有不在这台电脑上的服务。
setting-ask-from = 发送前显示费用
setting-ask-from-help = 交给服务的图片会等您看过费用后再发送。
ask-from = { $amount } 张图片起
ask-never = 从不
setting-ui-language = 窗口语言
setting-appearance = 外观
appearance-light = 浅色
appearance-dark = 深色
provider-here = { $name }（本机）
language-as-window = { $language }（与窗口相同）
style-alt = 替代文本
style-long = 详细描述
style-caption = 图注
style-social = 社交动态
style-product = 商品
style-text = 图中文字
style-tags = 标签
length-profile-web = 网页，{ $limit }
length-profile-x = X，{ $limit }
length-profile-mastodon = Mastodon，{ $limit }
length-profile-bluesky = Bluesky，{ $limit }
length-profile-own = 自定义长度，{ $limit }
privacy-local = 在这台电脑上计算得出，不是 AI。图片不会离开这里。
privacy-sent = 每张图片会以较小的副本发送给 { $name }，不含地点和相机信息。
provider-gives = 提供
provider-languages = 语言
provider-any-language = 任意
provider-takes = 最多发送
provider-takes-value = 长边 { $edge } 像素，{ $size }
provider-limit = 限制
provider-limit-value = 每 { $seconds } 秒 { $requests } 张图片
provider-price = 价格
price-each = 每次请求 { $amount }
provider-key-page = 获取密钥
provider-home = 主页
gives-alt = 替代文本
gives-description = 描述
gives-title = 标题
gives-tags = 标签
data-where = 描述、设置和图片的缩略副本都保存在这台电脑的一个文件夹中：
data-open = 打开文件夹
about-version = Altsmith { $version }
about-licence = 自由软件，可任选 MIT 许可证或 Apache 许可证 2.0。
about-parts = 使用 Tauri、Svelte 和 SQLite；图标来自 Lucide（ISC 许可证）。
about-geonames = 地名数据：GeoNames（geonames.org），依据 CC BY 4.0。

## 按键

shortcuts-title = 快捷键
shortcuts-show = 显示所有快捷键
shortcuts-short = 快捷键
shortcuts-pictures = 图片
shortcuts-words = 文字
shortcuts-window = 窗口
key-control = Ctrl
key-shift = Shift
key-space = 空格
key-enter = Enter
key-escape = Esc
key-delete = Delete
action-add = 添加图片
action-paste = 粘贴图片
action-url = 从网址添加
action-previous = 上一张图片
action-next = 下一张图片
action-preview = 大图预览
action-go_ahead = 描述等待您确认的图片
action-again = 重新描述
action-favourite = 收藏
action-remove = 移除或删除
action-undo = 撤销
action-edit = 编辑文字
action-leave = 离开编辑
action-save = 保存并离开
action-copy = 以常用格式复制
action-copy_as = 选择格式
action-search = 搜索历史记录
action-describe = 描述
action-history = 历史记录
action-usage = 用量
action-settings = 设置
action-preferences = 设置
action-shortcuts = 本列表

## 服务

section-services = 服务
set-up = 设置
remedy-keys = 设置密钥
remedy-vault = 输入密码短语
remedy-budget = 更改预算
remedy-resend = 重新发送，可能重复收费
provider-details = 密钥、模型和预算
service-needs-key = { $name } 需要密钥才能描述图片。
service-chosen = 正在使用
service-choose = 用此服务描述
service-keys =
    { $count ->
       *[other] 密钥
    }
service-form = 描述方式
service-model = 模型
service-budget = 预算
service-budget-help = 会超出预算的请求不会发送。留空表示不限。
connection-add = 添加服务器
connection-add-do = 添加
connection-kind = 接口形式
connection-name = 名称
connection-id = 命令中称为 { $id }。
connection-address = 地址，含 /v1
connection-address-help = 本机例如 http://127.0.0.1:1234/v1。其他电脑需要 https。
connection-added = 已添加 { $name }
connection-remove = 移除此服务器
service-advanced = 高级
service-endpoint-help = 仅当服务告知您其他地址时才更改。密钥和图片都会发送到那里。
model-cost = 每张图片需要 { $amount }。
model-calls-cost = 每张图片需要 { $requests }和 { $amount }。
model-cost-unknown = 服务告知价格后，这里会显示每张图片的花费。
model-sees = { $name }（能看图片）
model-blind = { $name }（看不了图片）
model-may-see = { $name }（可能看不了图片）
budget-run = 单个批次
budget-run-help = 一起发送的图片，或一条命令。
budget-day = 每天
budget-month = 每月
budget-none = 不限
budget-unit = 单位
budget-spent-day = 今天已用 { $amount }
budget-spent-month = 本月已用 { $amount }
budget-spent-of-day = 今天已用 { $spent }，{ $cap }
budget-spent-of-month = 本月已用 { $spent }，{ $cap }
credits-left-of = 剩余 { $remaining }，{ $total }
credits-left-until = { $left }，有效期至 { $day }
field-required = 必填
field-optional = 可选

## 服务的密钥

key-state-none = 尚无密钥
key-state-some = 密钥尚未填全
key-state-set = 密钥已设置
key-state-ends = 密钥已设置，末尾为 { $last4 }
key-state-environment = 密钥来自环境变量
key-state-environment-ends = 密钥来自环境变量，末尾为 { $last4 }
key-state-unknown = 无法读取密钥
key-elsewhere = 该密钥是为 { $origin } 填写的，不会发往现在设置的地址。请为此地址重新填写，或将其删除。
key-from-keyring = 保存在密钥环中
key-from-vault = 保存在带密码短语的文件中
key-from-session = 保留到关闭 Altsmith 为止
key-from-environment = 来自环境变量，仅限本次运行
key-replace = 更换
keys-delete = 删除密钥
key-deleting = 正在删除…
key-delete-keep = 保留密钥
key-delete-sure = 要删除此密钥吗？Altsmith 无法恢复它，您需要重新输入。
key-deleted = 已删除：{ $label }
keys-save = 保存
keys-saving = 正在保存…
keys-saved = 已保存
keys-empty = 还没有输入任何内容。
keys-keyring-asks = 密钥环可能会在单独的窗口中询问密码。
keys-asking = 正在询问密钥环。它可能会在单独的窗口中询问密码。
secret-show = 显示输入的内容：{ $label }
secret-show-short = 显示
secret-hide-short = 隐藏
check-key = 测试密钥
checking-key = 正在测试…
account-create-help = 还没有账户？请填写上面和此处的内容，然后创建账户。密钥会通过电子邮件发送。已有账户请继续填写下面的内容。
account-create = 创建账户
account-creating = 正在创建…
account-activate = 激活账户
account-activating = 正在激活…
account-again = 创建或激活账户

## 密钥的保存位置

setting-key-place = 密钥的保存位置
setting-key-place-help = 适用于之后输入的密钥。已保存的密钥留在原处。
key-place-keyring = 系统的密钥环
key-place-keyring-help = 长期保存，随您的会话一起锁定。有密钥环时这是最佳选择。
key-place-session = 保留到关闭 Altsmith 为止
key-place-session-help = 只留在内存中，不写入磁盘，下次需要重新输入密钥。
key-place-vault = 带密码短语的文件
key-place-vault-help = 加密保存在 Altsmith 的数据文件夹中。每次启动后输入一次密码短语。
place-ways = 可以再问一次，或用其他方式保存密钥：
place-or = 或用其他方式保存密钥：
place-asking = 正在询问…
place-session-way = 保留到关闭 Altsmith 为止
place-vault-way = 使用带密码短语的文件
vault-sheet = 解锁密钥
vault-make-title = 设定密码短语
vault-make-help = 请用几个只有您知道的词。密码短语无法找回：忘记后，文件中的密钥只能重新输入。
vault-open-title = 输入密钥文件的密码短语
vault-open-help = 本次运行只需输入一次。
vault-passphrase = 密码短语
vault-again = 再次输入密码短语
vault-differ = 两次输入不一致。
vault-make = 创建文件
vault-making = 正在创建…
vault-open = 解锁
vault-opening = 正在解锁…
vault-open-now = 密钥文件已解锁。
vault-is-open = 已解锁，直到关闭 Altsmith。

## 设置服务

setup-title = 设置 { $name }
setup-get = 您需要一个密钥
setup-paste =
    { $count ->
       *[other] 在此填写密钥
    }
setup-kept-keyring = 密钥保存在系统的密钥环中，只会发送给该服务。
setup-kept-session = 密钥保留到关闭 Altsmith 为止，只会发送给该服务。
setup-kept-vault = 密钥保存在带密码短语的文件中，只会发送给该服务。
setup-test = 测试
setup-go = 开始
setup-go-help = 示例图片会发送给 { $name }。
setup-go-help-cost = 示例图片会发送给 { $name }。{ $cost }
setup-go-address = { $name } 只接受有公开网址的图片。请按网址添加一张，或设置 Altsmith 如何为您自己的图片提供网址。
setup-address = 设置网址
setup-sample = 描述一张示例图片
setup-done = 完成
setup-later = 以后再说

## 请求日志

authority = 附加的证书颁发机构
authority-help = 适用于证书来自此电脑不认识的机构的服务：公司、学校、家中的服务器。PEM 文件；与系统自带的机构同时有效。
authority-choose = 选择文件…
authority-forget = 移除

log-title = 请求日志
log-help = 何时向哪个服务发出请求、发送了多少、结果如何。不含密钥和图片；文字仅限无法读取的答复。
log-copy = 全部复制
log-copied =
    { $count ->
       *[other] 已复制 { $count } 行
    }
log-folder = 打开文件夹
log-empty = 尚未发送任何内容。
log-trouble = 出错
log-more =
    { $count ->
       *[other] 另有 { $count } 行较早的记录，会一并复制，但不显示。
    }

## 您所知道的

user-context = 随图片一起发送的内容
user-context-label = 您所知道的
user-context-placeholder = 人物、地点、用途
user-context-help = 随新添加和等待中的图片一起发送给 { $name }，直到您清空它或关闭 Altsmith。
user-context-clear = 清空您所知道的
instruction-placeholder = 用您自己的话说明要写什么
instruction-help = 代替风格，随每张图片一起发送给 { $name }，直到您清空它。
instruction-clear = 清空自己的指令
card-context-label = 关于这张图片您所知道的
card-context-help = 下次描述这张图片时发送给 { $name }。
card-context-keep = 保留
card-context-as-all = 与全部相同
card-context-edit = 更改
card-context-edit-of = 更改关于 { $name } 您所知道的
card-context-add = 关于这张图片您所知道的
card-context-add-of = 关于这张图片您所知道的：{ $name }
