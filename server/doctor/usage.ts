import type { Finding } from '../../shared/operator-api.ts'
import type { Usage } from '../usecases/usage.ts'
import { ok, warning } from './findings.ts'

export type UsageDeps = {
  /** What this server has asked of Feishu this month. Undefined: only whoever has the store can tell. */
  readUsage: (() => Promise<Usage>) | undefined
}

/** 自建应用 API 调用量上限调整说明: of a free tenant, for all its apps. */
const FREE_CALLS = 10_000
const MANY = 0.8 * FREE_CALLS

const number = (value: number): string => value.toLocaleString('en-US')

/** Feishu tells its quota to administrators alone, so what is counted here is this server's share of it. */
export async function examineUsage({ readUsage }: UsageDeps): Promise<Finding[]> {
  if (!readUsage) return []
  const { month, calls, approvals } = await readUsage()
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0)
  const each =
    approvals === 0 ? '' : `, ${(total / approvals).toFixed(1)} for each of ${number(approvals)} approvals`
  const free = `a free tenant has ${number(FREE_CALLS)} for all its apps`
  const says = `about ${number(total)} in ${month}${each}; ${free}`
  const name = 'calls that count'
  if (total < MANY) return [ok(name, says)]
  const remedy =
    'See 管理后台 > 费用中心 > 权益数据 (admin console > Billing > Benefits) for what is left, and "What an approval costs" in the README for what makes it less.'
  return [warning(name, says, remedy)]
}
