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
drop-cost-credits =
    { $count ->
       *[other] 约 { $amount } 点
    }
drop-cost-usd = 约 { $amount } 美元
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
state-waiting = 等待中，{ $seconds } 秒后继续
state-done = 已描述
state-failed = 未能描述
state-cancelled = 已取消
describe = 描述
describe-again = 重新描述
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
author-person = 由你编辑
author-computed = { $name }（计算得出）
from-history = 来自历史记录
credits =
    { $count ->
       *[other] { $amount } 点
    }
save-again = 重新保存

## 复制

copied = 已复制
copy-usual = 复制{ $form }
copy-all = 全部复制
copy-as = 复制为…
copy-form-usual = 常用
copy-form-alt = 替代文本
copy-form-alt_attribute = alt="…"
copy-form-img = HTML <img>
copy-form-figure = HTML <figure>
copy-form-markdown = Markdown
copy-form-json = JSON
copy-form-description = 描述
copy-form-title = 标题
copy-form-tags = 标签

## 朗读的消息

announce-done = { $name }：{ $words }
announce-failed = { $name }：{ $trouble }
announce-copied =
    { $count ->
        [1] 已复制：{ $form }
       *[other] 已复制 { $count } 项：{ $form }
    }

## 撤销

undo = 撤销
undo-list = 可撤销的操作
undo-done = 已撤销
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
remedy-remove = 移除
remedy-key = 更换密钥
remedy-key-missing = 设置密钥
remedy-top-up = 充值点数
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
fact-described = 描述时间
sent = 发送的内容
sent-nothing = 没有任何内容离开这台电脑。
sent-what = 已向 { $host } 发送 { $format }，{ $width } × { $height } 像素，{ $size }。
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
usage-of-total = 共 { $amount }
usage-unknown = 服务未告知
usage-valid-until = 有效期至 { $day }
usage-was-valid-until = 有效期曾至 { $day }
usage-read = 查询时间：{ $when }
usage-refresh = 刷新
usage-refreshing = 正在查询…
usage-buy = 购买点数
usage-buy-where = 在浏览器中打开该服务的页面
usage-action-of = { $action }，{ $name }
usage-balance-read = { $name }：剩余 { $amount }
usage-left = 剩余 { $amount }
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
unit-after-credits =
    { $count ->
       *[other] 点
    }
unit-after-requests =
    { $count ->
       *[other] 次请求
    }
unit-credits = 点数
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
ledger-exported-said = 明细已写入文件。
ledger-empty = 还没有记录。
ledger-kind-charge = 扣费
ledger-kind-balance = 查询余额
ledger-kind-top_up = 增加点数
ledger-unknown = 数额未知
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
price-credits =
    { $count ->
       *[other] 每张图片 { $amount } 点
    }
price-usd = 每张图片 { $amount } 美元
provider-keys =
    { $count ->
       *[other] 需要 { $count } 个密钥。密钥保存在系统钥匙串中，请在命令行中设置：
    }
provider-key-page = 获取密钥
field-email = 电子邮件地址
field-endpoint = 服务地址
field-model = 模型
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

keys-title = 快捷键
keys-show = 显示所有快捷键
keys-short = 快捷键
keys-pictures = 图片
keys-words = 文字
keys-window = 窗口
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
action-keys = 本列表
