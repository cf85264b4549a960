type Form = Readonly<Record<string, unknown>>

const cny = (amount: string) => ({ amount, currency: 'CNY' })
const account = { name: '上海晨光文具有限公司', bank: '招商银行上海分行', number: '6225 8801 2345 6789' }
const item = { category: 'travel', spentOn: '2026-11-20', amount: cny('33.33') }
const whole = (from: string, to: string) => ({ from, fromHalf: 'am', to, toHalf: 'pm' })
const leg = { from: '上海', to: '北京', dates: { from: '2026-12-01', to: '2026-12-03' }, by: 'train' }
const pens = { name: '签字笔', qty: 3, price: cny('33.33') }

/** A form of each shipped sample that can be sent, and what its formulas come to. */
export const GOOD_SAMPLES: Readonly<Record<string, { given: Form; comesTo: Form }>> = {
  leave: {
    given: { kind: 'annual', period: { from: '2026-11-20', fromHalf: 'pm', to: '2026-11-23', toHalf: 'am' } },
    comesTo: { days: '1' },
  },
  overtime: {
    given: {
      people: ['u_dev', 'u_qa'],
      stretches: [
        { span: { from: '2026-11-20T19:00', to: '2026-11-20T22:30' }, work: '上线' },
        { span: { from: '2026-11-21T22:00', to: '2026-11-22T02:20' }, work: '数据迁移' },
      ],
      pay: 'off',
    },
    comesTo: { total: '7.8333333333' },
  },
  trip: {
    given: {
      purpose: '客户拜访',
      legs: [leg, { ...leg, dates: { from: '2026-12-04', to: '2026-12-04' } }],
      budget: cny('8000'),
    },
    comesTo: { days: '4' },
  },
  expense: {
    given: { purpose: '客户拜访', items: [item, item, { ...item, amount: cny('1000') }], account },
    comesTo: { total: cny('1066.66') },
  },
  purchase: {
    given: {
      department: ['od-1'],
      supplier: 'sup-002',
      items: [pens, { name: '打印纸', qty: 10, price: cny('25.5') }],
    },
    comesTo: { items: [{ amount: cny('99.99') }, { amount: cny('255.00') }], total: cny('354.99') },
  },
  seal: {
    given: {
      seal: 'contract',
      paper: '采购合同',
      copies: 2,
      files: ['f1'],
      takenOut: 'yes',
      returnAt: '2026-12-01T18:00',
      phone: '+86 138 0013 8000',
    },
    comesTo: { returnAt: '2026-12-01T18:00' },
  },
  payment: {
    given: {
      purchase: ['0123456789abcdef0123456789abcdef'],
      contractAmount: cny('10000'),
      paid: cny('3000'),
      amount: cny('3333.33'),
      how: 'transfer',
      account,
      payBy: '2026-12-31',
    },
    comesTo: { rest: cny('3666.67') },
  },
  hiring: {
    given: {
      candidate: '韩梅梅',
      position: '工程师',
      department: ['od-1'],
      leader: ['u_lead'],
      phone: '13800138000',
      kind: 'regular',
      salary: cny('25000.5'),
      months: 13.5,
      startOn: '2027-01-04',
      resume: ['f1'],
    },
    comesTo: { cost: cny('337506.75') },
  },
  access: {
    given: {
      systems: [{ system: 'sys-git', level: 'read', until: '2027-06-30' }],
      environment: ['test'],
      owner: ['u_lead'],
      why: '新客户项目',
    },
    comesTo: { systems: [{ system: 'sys-git' }] },
  },
  release: {
    given: {
      service: 'billing',
      version: '2.4.0',
      build: 'https://ci.example.com/builds/4711',
      window: { from: '2026-11-20T17:00', to: '2026-11-20T19:30' },
      changes: [{ what: '开票接口限流' }],
      database: 'none',
    },
    comesTo: { outside: '1.5' },
  },
}

const span = (from: string, to: string) => [{ span: { from, to }, work: '值班' }]

/** What somebody puts into a sample, where it is refused and in which words. */
export const BAD_SAMPLES: readonly (readonly [code: string, place: string, words: string, change: Form])[] = [
  [
    'leave',
    'period',
    '结束早于开始',
    { period: { from: '2026-12-01', fromHalf: 'pm', to: '2026-12-01', toHalf: 'am' } },
  ],
  ['leave', 'proof', '必填', { kind: 'sick', period: whole('2026-12-01', '2026-12-02') }],
  ['leave', 'reason', '必填', { kind: 'personal', reason: ' \u200b' }],
  ['leave', 'kind', '不在可选范围内', { kind: 'maternity' }],
  [
    'overtime',
    'stretches[0].span',
    '最多 16 小时',
    { stretches: span('2026-11-20T08:00', '2026-11-21T08:00') },
  ],
  [
    'overtime',
    'stretches[0].span',
    '结束早于开始',
    { stretches: span('2026-11-20T22:00', '2026-11-20T02:00') },
  ],
  ['overtime', 'stretches', '必填', { stretches: [] }],
  [
    'trip',
    'legs[0].dates',
    '不是有效日期（YYYY-MM-DD）',
    { legs: [{ ...leg, dates: { from: '2026-02-30', to: '2026-03-01' } }] },
  ],
  ['trip', 'legs', '最多 20 项', { legs: Array.from({ length: 21 }, () => leg) }],
  ['trip', 'budget', '不能小于 0', { budget: cny('-1') }],
  ['expense', 'items[1].amount', '该币种最多 2 位小数', { items: [item, { ...item, amount: cny('1.005') }] }],
  ['expense', 'items[0].guests', '必填', { items: [{ ...item, category: 'meal' }] }],
  ['expense', 'items[0].amount', '不能小于 0.01', { items: [{ ...item, amount: cny('0.00') }] }],
  ['expense', 'account', '请填写完整', { account: { ...account, bank: '' } }],
  ['purchase', 'items[0].qty', '请输入整数', { items: [{ ...pens, qty: 1.5 }] }],
  ['purchase', 'quotes', '必填', { items: [{ ...pens, qty: 1000 }] }],
  [
    'purchase',
    'items[0].price',
    '不支持该币种',
    { items: [{ ...pens, price: { amount: '1', currency: 'USD' } }] },
  ],
  ['purchase', 'link', '不是有效链接（https://…）', { link: 'javascript:alert(1)' }],
  ['seal', 'returnAt', '必填', { returnAt: undefined }],
  ['seal', 'returnAt', '不是有效时间（YYYY-MM-DDThh:mm）', { returnAt: '2026-12-01 18:00' }],
  ['seal', 'phone', '不是有效的电话号码', { phone: '明天再说' }],
  ['seal', 'copies', '不能大于 100', { copies: 101 }],
  ['payment', 'rest', '不同币种（CNY、USD）不能一起计算', { paid: { amount: '1', currency: 'USD' } }],
  ['payment', 'account', '账号不正确（3 至 35 位数字或字母）', { account: { ...account, number: '1e9;' } }],
  ['payment', 'purchase', '必填', { purchase: [] }],
  ['hiring', 'months', '最多 1 位小数', { months: 13.25 }],
  ['hiring', 'salary', '格式不正确', { salary: { amount: '1e5', currency: 'CNY' } }],
  ['hiring', 'leader', '最多 1 项', { leader: ['u_lead', 'u_cto'] }],
  ['access', 'ticket', '必填', { environment: ['production'] }],
  ['access', 'systems[0].level', '必填', { systems: [{ system: 'sys-git' }] }],
  [
    'access',
    'systems[0].admin',
    '表单中没有该字段',
    { systems: [{ system: 'sys-git', level: 'read', admin: true }] },
  ],
  ['release', 'rollback', '必填', { database: 'breaking' }],
  ['release', 'build', '不是有效链接（https://…）', { build: 'http://ci.example.com/4711' }],
  ['release', 'window', '最多 24 小时', { window: { from: '2026-11-20T17:00', to: '2026-11-22T17:00' } }],
]
