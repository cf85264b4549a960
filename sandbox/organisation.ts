import { createHash } from 'node:crypto'
import type { Department, Person } from './store/records.ts'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** The same for the same person, in a range that is nobody's. */
const mobileOf = (userId: string): string =>
  `1380000${String(parseInt(digest(userId).slice(0, 4), 16) % 10_000).padStart(4, '0')}`

const department = (
  departmentId: string,
  zh: string,
  en: string,
  ja: string,
  leaderUserId: string,
): Department => ({
  departmentId,
  openDepartmentId: departmentId === '0' ? '0' : `od-${digest(`department ${departmentId}`)}`,
  name: { default: zh, 'zh-CN': zh, 'en-US': en, 'ja-JP': ja },
  parentId: departmentId === '0' ? '' : '0',
  leaderUserId,
})

const person = (
  userId: string,
  name: string,
  enName: string,
  departmentIds: string[],
  leaderUserId: string,
): Person => ({
  userId,
  openId: `ou_${digest(`open ${userId}`)}`,
  unionId: `on_${digest(`union ${userId}`)}`,
  name,
  enName,
  departmentIds,
  leaderUserId,
  email: `${userId.slice(2)}@morning-star.example`,
  mobile: userId === 'u_designer' ? '+81901234567' : mobileOf(userId),
  resigned: userId === 'u_gone',
})

export const SAMPLE_DEPARTMENTS: readonly Department[] = [
  department('0', '晨星科技', 'Morning Star Ltd.', '明けの星テクノロジー', 'u_ceo'),
  department('dept_hr', '人力资源部', 'People', '人事部', 'u_hr'),
  department('dept_finance', '财务部', 'Finance', '財務部', 'u_cfo'),
  department('dept_rd', '产品研发部', 'Product & Engineering', '製品開発部', 'u_cto'),
]

/** Fourteen people; the payroll officer sits in two departments, one person has left. */
export const SAMPLE_PEOPLE: readonly Person[] = [
  person('u_ceo', '周启明', 'Zhou Qiming', ['0'], ''),
  person('u_hr', '陈静', 'Chen Jing', ['dept_hr'], 'u_ceo'),
  person('u_admin', '林晓', 'Lin Xiao', ['dept_hr'], 'u_hr'),
  person('u_recruiter', '许诺', 'Xu Nuo', ['dept_hr'], 'u_hr'),
  person('u_payroll', '吴桐', 'Wu Tong', ['dept_finance', 'dept_hr'], 'u_cfo'),
  person('u_cfo', '赵立', 'Zhao Li', ['dept_finance'], 'u_ceo'),
  person('u_accountant', '钱佳', 'Qian Jia', ['dept_finance'], 'u_cfo'),
  person('u_cashier', '孙悦', 'Sun Yue', ['dept_finance'], 'u_cfo'),
  person('u_cto', '李想', 'Li Xiang', ['dept_rd'], 'u_ceo'),
  person('u_lead', '王磊', 'Wang Lei', ['dept_rd'], 'u_cto'),
  person('u_dev', '张伟', 'Zhang Wei', ['dept_rd'], 'u_lead'),
  person('u_designer', '刘洋', 'Liu Yang', ['dept_rd'], 'u_lead'),
  person('u_qa', '黄敏', 'Huang Min', ['dept_rd'], 'u_lead'),
  person('u_gone', '何远', 'He Yuan', ['dept_rd'], 'u_lead'),
]
