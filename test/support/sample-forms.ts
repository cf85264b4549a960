export const leave = (days: number, reason = '回家') => ({
  kind: 'annual',
  period: { from: '2026-11-23', to: '2026-11-30' },
  days,
  reason,
})

/** Above 5,000 it also goes to the department's leader. */
export const expense = (amount: string, more: object = {}) => ({
  category: 'travel',
  amount: { amount, currency: 'CNY' },
  spentOn: '2026-11-01',
  purpose: '客户拜访',
  ...more,
})

/** Of the shipped sample, which computes the days: so many working days from a Monday on. */
export const sampleLeave = (days: number) => ({
  kind: 'annual',
  period: { from: '2026-11-23', fromHalf: 'am', to: `2026-11-${22 + days}`, toHalf: 'pm' },
})
