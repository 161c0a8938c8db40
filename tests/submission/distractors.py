"""Titles and texts nobody has written, on the subjects proposals are usually about: the crowd in which a similar
proposal has to be found. The same seed gives the same crowd on every machine."""

import itertools
import random

SUBJECTS = """
养老服务 社区养老 农村敬老院 老年食堂 长期护理保险 老年大学 养老机构 居家适老化改造 幼儿园 学前教育 托育服务
中小学 义务教育 寄宿制学校 职业教育 技工学校 高等教育 特殊教育 校外培训 课后服务 校园安全 学生心理健康
青少年近视防控 教师队伍 乡村教师 研学旅行 劳动教育 学校体育 医疗卫生 公立医院 乡镇卫生院 村卫生室 乡村医生
社区卫生服务 医共体 分级诊疗 急救体系 传染病防控 结核病防治 包虫病防治 慢性病管理 妇幼保健 儿科诊疗 中医药
藏医药 医疗保障 药品供应 食品安全 餐饮卫生 老旧小区改造 加装电梯 物业管理 业主委员会 保障性住房 房地产市场
农村住房 城中村改造 停车场 停车管理 公共交通 公交线路 共享单车 电动自行车 充电设施 人行过街设施 交通信号灯
道路拥堵治理 农村公路 高速公路 铁路建设 机场航线 物流体系 冷链物流 校车 桥梁建设 城市绿化 口袋公园 城市公园
公共厕所 农贸市场 早餐工程 背街小巷 户外广告 路灯照明 噪声污染 扬尘治理 养犬管理 无障碍设施 健身设施 体育场馆
垃圾分类 建筑垃圾 污水处理 黑臭水体 饮用水源 城乡供水 河湖长制 河道治理 城市排水 防洪工程 水库安全 农田灌溉 节水
湿地保护 草原保护 森林防火 防沙治沙 生物多样性 国家公园 大气污染 碳达峰 光伏发电 清洁取暖 燃气安全 矿山修复
长江保护 流域生态补偿 人居环境整治 美丽乡村 乡村振兴 脱贫成果 扶贫产业 农产品质量 农村电商 种业 青稞 牦牛产业
奶业 设施蔬菜 都市农业 绿色农业 高标准农田 土地流转 农民合作社 村集体经济 宅基地 农牧民技能 农机推广 林下经济
产业园区 开发区 民营企业 中小微企业 个体工商户 营商环境 政务服务 行政审批 招商引资 企业融资 地方债务 金融风险
财政资金 审计监督 国有企业 科技创新 科技成果转化 科研平台 知识产权 人才引进 技能人才 海外人才 数字经济 智慧城市
数字乡村 网络安全 电信诈骗 物联网 光电产业 装配式建筑 产业集群 制造业 航空产业 新能源汽车 夜间经济 消费市场
口岸经济 中欧班列 全域旅游 乡村旅游 生态旅游 红色旅游 旅游线路 旅游景区 民宿 旅游交通 古道 古镇 文物
非物质文化遗产 博物馆 图书馆 全民阅读 公共文化 城市文化 民族文化 民间艺术 花卉产业 文艺创作 国际传播 冬季运动
全民健身 体育赛事 移风易俗 文明创建 志愿服务 人民调解 法律援助 普法宣传 社区治理 网格化管理 信访 综合执法
消费维权 禁毒 社会信用 平安建设 消防安全 安全生产 应急救援 地质灾害 防震减灾 气象服务 残疾人 困境儿童 留守儿童
妇女权益 退役军人 农民工 高校毕业生就业 灵活就业 农业转移人口 户籍制度 社会救助 慈善事业 殡葬 公墓 边境村建设
对口支援 高原医学 高海拔地区医疗 民族团结 国家通用语言 寺庙管理
""".split()

ASPECTS = """
队伍建设 经费保障 规划布局 长效机制 智慧化管理 日常监管 宣传引导 设施建设 服务质量 标准化建设 人才培养 部门协作
政策支持 考核评价 信息平台 安全管理 基层基础 社会参与 试点示范 补贴政策 资源整合 薄弱环节 维护管理 品牌建设
高质量发展 法治保障 应急能力 均衡发展 可持续发展 群众满意度
""".split()

FORMS = (
    "关于加强{place}{subject}{aspect}的提案", "关于进一步完善{place}{subject}{aspect}的建议",
    "关于推进{place}{subject}工作的提案", "关于提升{place}{subject}{aspect}的建议", "关于{place}{subject}问题的提案",
    "关于重视{place}{subject}{aspect}的建议", "加快{place}{subject}{aspect}", "关于规范{place}{subject}的提案",
    "关于支持{place}{subject}发展的建议", "关于解决{place}{subject}{aspect}不足的提案",
    "优化{place}{subject}{aspect}的几点建议",
    "关于加大{place}{subject}投入力度的提案",
)  # fmt: skip

PLACES = ("", "我市", "全市", "城区", "农村", "边远乡镇", "我省", "县域", "市区", "南部片区")


def titles(number, seed=2022):
    """``number`` different titles."""
    dice, made = random.Random(seed), {}
    while len(made) < number:
        words = {"place": dice.choice(PLACES), "subject": dice.choice(SUBJECTS), "aspect": dice.choice(ASPECTS)}
        made[dice.choice(FORMS).format(**words)] = None
    return list(made)


WHO = """
群众 居民 村民 家长 老年人 学生 商户 游客 企业 医护人员 教师 施工单位 社区干部 牧民 司机 住户 志愿者 护林员 村医
业主
""".split()
WHERE = """
老城片区 东部新区 三个乡镇 沿河路段 县城南门 五个行政村 市场周边 学校门口 安置点 工业园 高海拔乡 边境一线
景区入口 医院周边 两个街道 省道沿线 集镇 草场 水库下游 火车站
""".split()
LACKS = """
经费没有列入预算 人手长期不足 设备老化 标准不统一 管理责任不清 数据不能共享 维护没有人管 审批时间偏长 覆盖面窄
质量参差不齐 群众知晓率低 用地难落实 监督检查流于形式 专业人员流失 配套政策没有跟上 季节性矛盾突出 收费不透明
应急预案没有演练
""".split()
DOES = """
明确牵头单位和完成时限 设立专项资金 每年组织两轮培训 建立台账逐项销号 在主要路口增设标识 引入第三方评估
统一服务标准并向社会公布 把责任落实到乡镇和村 采用先建后补的办法 与相邻县区建立联动 开通便民热线 定期公布进展
优先安排偏远地点 由人大和政协委员参加验收 利用现有闲置房屋改造 制定三年计划分步实施 给予一次性补助
将完成情况纳入年度考核 推广两个乡的做法 聘用本地青年
""".split()
CLAUSES = (
    "{where}的{who}多次反映{subject}{aspect}方面{lack}",
    "走访{n}户{who}，有{m}户认为{subject}{lack}",
    "去年{where}用于{subject}的资金只有{n}万元",
    "{subject}{aspect}的主要困难是{lack}",
    "与前年相比，{where}涉及{subject}的投诉增加了{m}件",
    "建议由主管部门{do}",
    "建议在{where}{do}",
    "{who}希望{subject}{aspect}能{do}",
    "{where}现有{subject}相关设施{m}处，其中{n}处{lack}",
    "从实际情况看，{lack}是{where}{who}意见最集中的问题",
)


def clause(dice, subject):
    words = {"who": WHO, "where": WHERE, "lack": LACKS, "do": DOES, "aspect": ASPECTS}
    chosen = {key: dice.choice(values) for key, values in words.items()}
    numbers = {"n": dice.randint(3, 90), "m": dice.randint(2, 60)}
    return dice.choice(CLAUSES).format(subject=subject, **chosen, **numbers)


def text(dice, subject, clauses=24):
    """The clauses of one text about ``subject``."""
    return [clause(dice, subject) for _n in range(clauses)]


def rewritten(dice, clauses, subject, share=0.5):
    """The same text with this share of its clauses written anew, the others kept in order."""
    replaced = set(dice.sample(range(len(clauses)), round(len(clauses) * share)))
    return [clause(dice, subject) if n in replaced else kept for n, kept in enumerate(clauses)]


def matters(number, seed=7):
    """``number`` (subject, clauses): every subject many times, each text its own."""
    dice = random.Random(seed)
    subjects = itertools.cycle(dice.sample(SUBJECTS, len(SUBJECTS)))
    return [(subject, text(dice, subject)) for subject in itertools.islice(subjects, number)]


def title_on(dice, subject):
    """A title on this subject."""
    return dice.choice(FORMS).format(place=dice.choice(PLACES), subject=subject, aspect=dice.choice(ASPECTS))
