import type { State } from '../store/state.ts'
import { takenBy } from './leave-taken.ts'

/** 关联外部选项说明: the three languages that a source may answer in, as it spells them. */
export const SOURCE_LOCALES = ['zh_cn', 'en_us', 'ja_jp'] as const
export type SourceLocale = (typeof SOURCE_LOCALES)[number]

export type Option = {
  id: string
  texts: Readonly<Record<SourceLocale, string>>
  /** user_id. The page knows no such thing, so whoever made a source for Feishu alone has none. */
  owner?: string
  isDefault?: true
}

/** What a request says of who asks and for what. */
export type Asked = { employeeId: string; linkage: Readonly<Record<string, string>> }

export type Source = {
  /** Whether its result is encrypted. */
  isSealed: boolean
  /** 支持模糊、分页搜索: without it there is one page, and a query is not understood. */
  isSearched: boolean
  options: (asked: Asked, state: State) => readonly Option[]
}

const option = (id: string, zh: string, en: string, ja: string, owner?: string): Option => ({
  id,
  texts: { zh_cn: zh, en_us: en, ja_jp: ja },
  ...(owner !== undefined && { owner }),
})

/** Of the IAM. */
const SYSTEMS: readonly Option[] = [
  { ...option('sys-vpn', '远程接入 VPN', 'Remote access VPN', 'リモート接続 VPN', 'u_cto'), isDefault: true },
  option('sys-git', '代码仓库', 'Source repositories', 'ソースリポジトリ', 'u_lead'),
  option('sys-erp', 'ERP 财务系统', 'ERP finance', 'ERP 会計', 'u_cfo'),
  option('sys-hris', '人事系统', 'HR system', '人事システム', 'u_hr'),
  option('sys-bi', '数据看板', 'Dashboards', 'ダッシュボード', 'u_qa'),
]

const TRADES = [
  ['办公用品', 'Office Supplies', '事務用品'],
  ['云服务', 'Cloud', 'クラウド'],
  ['物流', 'Logistics', '物流'],
  ['印刷', 'Printing', '印刷'],
  ['设备', 'Equipment', '設備'],
] as const
const PLACES = [
  ['北京', 'Beijing', '北京'],
  ['上海', 'Shanghai', '上海'],
  ['深圳', 'Shenzhen', '深圳'],
  ['杭州', 'Hangzhou', '杭州'],
  ['成都', 'Chengdu', '成都'],
  ['东京', 'Tokyo', '東京'],
  ['大阪', 'Osaka', '大阪'],
] as const

/** Of the ERP: 35. */
const SUPPLIERS: readonly Option[] = PLACES.flatMap(([zh, en, ja], place) =>
  TRADES.map(([tradeZh, tradeEn, tradeJa], trade) =>
    option(
      `sup-${String(place * TRADES.length + trade + 1).padStart(3, '0')}`,
      `${zh}${tradeZh}有限公司`,
      `${en} ${tradeEn} Co.`,
      `${ja}${tradeJa}株式会社`,
    ),
  ),
)

/** The accounts of one supplier, or of all: two each. */
function accounts({ linkage }: Asked): readonly Option[] {
  const { supplier } = linkage
  return SUPPLIERS.filter(({ id }) => supplier === undefined || id === supplier).flatMap(({ id }) =>
    ['6222', '6217'].map((bank, at) => {
      const number = `${bank} **** ${id.slice(-3)}${String(at)}`
      return option(`acc-${id}-${String(at + 1)}`, `账户 ${number}`, `Account ${number}`, `口座 ${number}`)
    }),
  )
}

const LEAVE = [
  ['annual', '年假', 'Annual leave', '年次休暇', 10],
  ['sick', '带薪病假', 'Paid sick leave', '有給病気休暇', 5],
] as const

/** What somebody has left of each kind of leave; a kind that is used up is no option. */
function leaveBalances({ employeeId }: Asked, state: State): readonly Option[] {
  if (employeeId === '') return []
  const taken = takenBy(state, employeeId)
  return LEAVE.flatMap(([id, zh, en, ja, days]) => {
    const left = days - (taken[id] ?? 0)
    return left > 0
      ? [option(id, `${zh}（剩 ${left} 天）`, `${en} (${left} days left)`, `${ja}（残り ${left} 日）`)]
      : []
  })
}

const PROJECTS: Readonly<Record<string, readonly Option[]>> = {
  rd: [
    option('prj-search', '搜索改版', 'Search rework', '検索の刷新'),
    option('prj-app', '移动端 3.0', 'Mobile 3.0', 'モバイル 3.0'),
  ],
  sales: [option('prj-fair', '秋季展会', 'Autumn fair', '秋の展示会')],
}

/** The projects of one cost centre, or all of them. */
function projects({ linkage: { costCentre } }: Asked): readonly Option[] {
  return costCentre === undefined ? Object.values(PROJECTS).flat() : (PROJECTS[costCentre] ?? [])
}

/** HR partners by open_department_id; a department without one of its own has the head of HR. */
function hrPartners({ linkage: { department } }: Asked, state: State): readonly Option[] {
  const known = [...state.departments.values()].find(
    ({ openDepartmentId }) => openDepartmentId === department,
  )
  const userId = known?.departmentId === 'dept_rd' ? 'u_recruiter' : 'u_hr'
  const person = state.people.get(userId)
  return person ? [option(`hrbp-${userId}`, person.name, person.enName, person.name, userId)] : []
}

/** Sources of options as companies have them in their own systems. */
export const SOURCES: Readonly<Record<string, Source>> = {
  systems: { isSealed: false, isSearched: false, options: () => SYSTEMS },
  suppliers: { isSealed: true, isSearched: true, options: () => SUPPLIERS },
  accounts: { isSealed: true, isSearched: false, options: accounts },
  'leave-balances': { isSealed: false, isSearched: false, options: leaveBalances },
  projects: { isSealed: false, isSearched: false, options: projects },
  'hr-partners': { isSealed: false, isSearched: false, options: hrPartners },
}
