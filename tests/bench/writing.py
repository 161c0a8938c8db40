"""Invented proposals of about 1,000 characters: words of twenty topics, stock phrases that half of all proposals have,
and words of a large dictionary by Zipf's law, so that the pairs of characters are as many as in real texts."""

import random
from itertools import accumulate

from pypinyin.phrases_dict import phrases_dict

TOPICS = {
    "农牧": "青稞 良种 繁育 牦牛 高标准农田 合作社 饲草 农机 收储 温室 灌溉 病虫害 农产品 冷链 品牌",
    "教育": "双语教育 义务教育 教师队伍 学前教育 职业教育 课后服务 校园 学生 营养餐 寄宿制学校 教学质量 师资 实训",
    "医疗": "乡镇卫生院 医疗人才 远程会诊 藏医药 村医 慢性病 急救 医保 药品 体检 疾控 专科 住院 床位 家庭医生",
    "养老": "养老服务 适老化 日间照料 老年食堂 护理员 独居老人 长期护理 高龄津贴 社区 康复 敬老院 医养结合 助餐 陪护",
    "交通": "农村公路 停车位 公交线路 危桥 国道 交通信号 物流 机场 铁路 网约车 客运站 人行道 养护 拥堵 隧道",
    "旅游": "旅游线路 景区 民宿 珠峰 观景台 导游 非遗 文创产品 研学 厕所 营地 游客 边境旅游 步道 特色小镇",
    "生态": "湿地 草原 退化 防沙治沙 垃圾分类 污水处理 植树 冰川 生态补偿 河长制 水源地 空气质量 矿山修复 野生动物",
    "住房": "老旧小区 加装电梯 物业 公积金 保障性住房 供暖 危房 维修资金 业主委员会 二手房 棚户区 天然气 消防通道",
    "就业": "高校毕业生 就业岗位 技能培训 劳务输出 创业担保贷款 零工市场 农民工 工资 招聘 公益性岗位 见习 社保",
    "数字": "大数据 5G网络 智慧城市 政务服务 一网通办 人工智能 数据共享 12345热线 信息化 平台 算力 电子证照 数字乡村",
    "文化": "文物保护 博物馆 图书馆 藏戏 唐卡 农家书屋 古籍 非物质文化遗产 文化馆 广场舞 传统村落 文艺 演出 传承人",
    "法治": "法律援助 人民调解 普法 公益诉讼 行政执法 信访 社区矫正 律师 禁毒 校园欺凌 电信诈骗 网格 立法 仲裁 公证",
    "营商": "营商环境 民营企业 融资 招商引资 减税降费 产业园区 中小企业 审批 政府采购 信用 土地 用电 企业家 外贸",
    "水利": "饮水安全 水库 防汛 山洪 水价 节水 渠道 中小河流 抗旱 堤防 水质 供水 管网 雨季 监测",
    "能源": "光伏 风电 电网 充电桩 新能源 储能 电价 地热 清洁取暖 农网改造 燃气 节能 水电站 绿电 检修",
    "妇幼": "托育 儿童友好 妇女 留守儿童 两癌筛查 母婴室 家庭教育 生育 未成年人 托幼 婴幼儿 保健 反家暴 女性 玩具",
    "民族": "民族团结 宗教 铸牢 交往交流交融 石榴籽 国家通用语言 爱国主义 口述史 对口支援 援藏 示范区 结对 融居 群众",
    "应急": "地震 消防 冰湖预警 应急物资 避难场所 安全生产 救援队 气象 雷电 演练 预案 地质灾害 森林防火 通信 巡查",
    "科技": "科技特派员 科研 专利 实验室 成果转化 高新技术 人才引进 科普 产学研 无人机 卫星 育种 气候 创新 奖励",
    "体育": "全民健身 足球 体育场馆 登山 马拉松 青少年体育 健身器材 高原训练 赛事 射箭 赛马 体质 教练 冰雪 骑行",
}
RARE = {"氆氇": 800, "冰碛湖": 200, "热龙寺": 40, "珠峰小镇": 10, "溜索改桥": 3, "藏鸡": 500, "车厘子": 120, "帮典": 25}
STOCK = """我市坚持以人民为中心的发展思想，认真贯彻落实上级各项决策部署
近年来，在市委、市政府的坚强领导下，各项工作取得了明显成效
但是，工作中仍然存在一些不容忽视的困难和问题
一是思想认识不到位，重视程度不够
二是体制机制不健全，部门之间缺乏有效衔接
三是资金投入不足，基础设施薄弱
四是专业人才匮乏，队伍不稳定
五是宣传力度不够，群众知晓率不高
为此，提出以下建议
一要加强组织领导，建立联席会议制度
二要加大财政投入，多渠道筹措资金
三要强化监督检查，确保各项措施落到实处
四要加强人才队伍建设，完善培训和激励机制
五要加强宣传引导，营造良好社会氛围
建议由相关职能部门牵头，制定切实可行的实施方案
进一步完善长效机制，推动高质量发展
委员在调研中了解到，基层干部群众对此反映强烈
与先进地区相比还有较大差距
据不完全统计，涉及的乡镇和村居较多
应当统筹规划，分步实施，先行试点，逐步推广""".split("\n")
VERBS = "加强 完善 推进 规范 提升 健全 优化 扩大 支持 保护 发展 整治 建立 改善 落实".split()
FRAMES = (
    "{a}和{b}的供需矛盾比较突出，{w}", "在{a}方面，{w}，{x}", "建议{v}{a}，{w}，使{b}{x}", "{v}{a}工作，{x}与{w}并重",
    "据了解，{a}只有{n}处，{b}不到{m}%，{w}", "{x}{w}，{a}难以满足需要", "到20{m}年，{b}达到{n}个，{v}{a}",
)  # fmt: skip
ZIPF_SIZE, ZIPF_SHIFT = 16_000, 30


class Writer:
    """The same seed writes the same proposals."""

    def __init__(self, seed=20_260_301):
        self.dice = random.Random(seed)
        words = sorted(word for word in phrases_dict if 2 <= len(word) <= 4)
        self.words = self.dice.sample(words, ZIPF_SIZE)
        self.weights = list(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(ZIPF_SIZE)))
        self.topics = {name: words.split() for name, words in TOPICS.items()}

    def proposal(self, number):
        """(topic, title, situation, analysis, suggestions) of the proposal with this number."""
        topic = self.dice.choice(list(self.topics))
        nouns = self.topics[topic]
        one, two = self.dice.sample(nouns, 2)
        title = f"关于{self.dice.choice(VERBS)}{one}{self.dice.choice(['', '和' + two, two])}的提案"
        rare = [word for n, (word, texts) in enumerate(RARE.items()) if (number + 131 * n) % (100_000 // texts) == 7]
        situation = self.passage(nouns, 460) + "".join(f"当地{word}有待关注。" for word in rare)
        suggestions = [self.passage(nouns, 110) for _n in range(self.dice.randint(2, 4))]
        return topic, title, situation, self.passage(nouns, 200), suggestions

    def passage(self, nouns, length):
        sentences, written = [], 0
        while written < length:
            sentence = self.sentence(nouns)
            sentences.append(sentence)
            written += len(sentence) + 1
        return "。".join(sentences) + "。"

    def sentence(self, nouns):
        dice = self.dice
        if dice.random() < 0.22:
            return dice.choice(STOCK)
        a, b = dice.sample(nouns, 2)
        w, x = ("".join(dice.choices(self.words, cum_weights=self.weights, k=dice.randint(2, 4))) for _n in range(2))
        n, m = dice.randint(2, 999), dice.randint(10, 99)
        return dice.choice(FRAMES).format(a=a, b=b, w=w, x=x, v=dice.choice(VERBS), n=n, m=m)
