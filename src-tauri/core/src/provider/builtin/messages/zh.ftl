# 内置描述器（中文）。

colour-black = 黑色
colour-dark-grey = 深灰色
colour-grey = 灰色
colour-light-grey = 浅灰色
colour-white = 白色
colour-red = 红色
colour-dark-red = 深红色
colour-orange = 橙色
colour-brown = 棕色
colour-beige = 米色
colour-yellow = 黄色
colour-gold = 金色
colour-olive = 橄榄色
colour-green = 绿色
colour-dark-green = 深绿色
colour-light-green = 浅绿色
colour-turquoise = 青绿色
colour-cyan = 青色
colour-light-blue = 浅蓝色
colour-blue = 蓝色
colour-dark-blue = 深蓝色
colour-purple = 紫色
colour-violet = 紫罗兰色
colour-pink = 粉色
colour-magenta = 洋红色
colour-transparent = 透明

kind-photo = 照片
    .tag = 照片
kind-photo-grey = 黑白照片
    .tag = 黑白
kind-screenshot = 屏幕截图
    .tag = 屏幕截图
kind-drawing = 插图
    .tag = 插图
kind-document = 文档或图表
    .tag = 文档
kind-text-page = 文字页面
    .tag = 文档
kind-icon = 图标
    .tag = 图标
kind-plain = 纯色
    .tag = 纯色
kind-gradient = 渐变
    .tag = 渐变
kind-picture = 图片
    .tag = 图片

# 位置
where-all-over = 各处
where-background = 背景
where-border = 边缘
where-centre = 中央
where-top = 上方
where-bottom = 下方
where-left = 左侧
where-right = 右侧
where-top-left = 左上方
where-top-right = 右上方
where-bottom-left = 左下方
where-bottom-right = 右下方

list-comma = { $a }、{ $b }
list-and = { $a }和{ $b }
list-placed = { $a }、{ $b }

# 第一句
plain = 纯{ $solid }矩形。
plain-transparent = 完全透明的图片。
gradient = 从{ $from-where }的{ $from }到{ $to-where }的{ $to }的渐变。
gradient-one = { $colour }渐变。
head = { $colours }的{ $kind }。
head-ground = { $ground }背景的{ $kind }。
head-bare = { $kind }。
colours-in = 以{ $list }为主
colours-placed = { $list }
colours-ground = { $ground }背景、以{ $list }为主
placed = { $where }为{ $colour }

# 文字、条码、日期、地点、相机
text-quoted = 可辨认的文字：“{ $text }”。
text-begins = 可辨认的文字开头：“{ $text }”。
text-sure = 读出的文字：“{ $text }”。
text-fair = 读出的文字，可信度中等：“{ $text }”。
text-doubtful = 读出的文字，可信度较低：“{ $text }”。
text-none = 图片中没有找到文字。
code = { $code }：“{ $content }”。
code-there = 含有{ $code }。
code-qr = 二维码
code-bar = 条形码（{ $standard }）
code-matrix = { $standard }码
taken-date = 拍摄于{ $date }。
taken-place = 拍摄于{ $country }{ $town }附近。
taken-date-place = { $date }拍摄于{ $country }{ $town }附近。
camera = 相机：{ $camera }。
date = { $year }年{ $month }月{ $day }日
date-time = { $date }{ $time }
month-1 = 1
month-2 = 2
month-3 = 3
month-4 = 4
month-5 = 5
month-6 = 6
month-7 = 7
month-8 = 8
month-9 = 9
month-10 = 10
month-11 = 11
month-12 = 12

# 详细描述
about = { $orientation }{ $kind }，{ $width } × { $height } 像素，{ $format } 文件。
orientation-landscape = 横向
    .tag = 横向
orientation-portrait = 纵向
    .tag = 纵向
orientation-square = 正方形
    .tag = 正方形
orientation-panorama = 超宽
    .tag = 超宽
main-colours = 主要颜色：{ $list }。
share = { $colour }（{ $percent }%，{ $where }）
is-transparent = 部分区域透明。
is-animated = 这是动图，此处描述第一帧。
is-monochrome = 画面为黑白。
is-dark = 整体偏暗。
is-bright = 整体偏亮。
note-computed = 由文件及其像素计算得出。
note-not-recognised = 由文件及其像素计算得出，未识别画面内容。

# 标题和标签
title-colours = { $list }的{ $kind }
title-with = { $title }，{ $detail }
tag-rectangle = 矩形
tag-background = 背景
tag-transparent = 透明
tag-animated = 动图
tag-monochrome = 黑白
tag-dark = 偏暗
tag-bright = 明亮
tag-text = 文字
tag-qr = 二维码
tag-bar = 条形码
tag-matrix = 矩阵码

# 识别结果
list-things = { $a }和{ $b }
head-things = { $kind }，可能{ $things }；{ $colours }。
head-things-bare = { $kind }，可能{ $things }。
colours-mainly = 以{ $list }为主
things = 有{ $things }
things-street = 街上有{ $things }
things-street-people = 街上有{ $things }，还有{ $people }
people-two = 两个人
with-people-one = 一个人
with-people-two = 两个人
with-people-several = 几个人
things-seen = 画面中可能有：{ $list }。
note-recognised = 由文件及其像素计算得出，识别结果可能有误。
title-things = { $kind }，可能{ $things }
