import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { AppError } from '../../server/domain/errors.ts'
import type { UseCaseContext } from '../../server/usecases/context.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { createHarness } from '../support/http-server.ts'

const { definitions } = await readDefinitionFiles(join(import.meta.dirname, '../../sandbox/definitions'))
const cny = (amount: unknown, currency = 'CNY') => ({ amount, currency })
type Form = Record<string, unknown>

/** Leave that goes to the people team, and a purchase that only goes to the manager. */
const HONEST: Record<string, Form> = {
  leave: {
    kind: 'annual',
    period: { from: '2026-12-01', fromHalf: 'am', to: '2026-12-31', toHalf: 'pm' },
    reason: '回家',
  },
  purchase: {
    department: ['od-sales'],
    supplier: 'sup-001',
    items: [
      { name: '签字笔', qty: 3, price: cny('33.33') },
      { name: '打印纸', qty: 10, price: cny('25.5') },
    ],
  },
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(0, 1, -1, '0', '1', '1e400', { unheld: '1e400' }, NaN, null, true, [], {}, [[]]),
  fc.constantFrom<unknown>(cny('0.01'), cny('999999999'), cny('1', 'USD'), cny(5), cny('1e5'), cny('-1')),
  fc.jsonValue({ maxDepth: 2 }),
)
type Forgery = (form: Form) => Form

const put =
  (key: string, value: unknown): Forgery =>
  (form) => ({ ...form, [key]: value })
const inRow =
  (key: string, value: unknown): Forgery =>
  (form) => ({
    ...form,
    ...(Array.isArray(form['items']) && {
      items: (form['items'] as Form[]).map((row, at) => (at === 0 ? { ...row, [key]: value } : row)),
    }),
  })
const rows =
  (count: number): Forgery =>
  (form) => ({
    ...form,
    items: Array.from({ length: count }, () => (form['items'] as Form[] | undefined)?.[0]),
  })

/** Ignored: what is computed, and what is not shown. */
const ignored = fc.oneof(
  anything.map((value) => put('days', value)),
  anything.map((value) => put('total', value)),
  anything.map((value) => put('proof', value)),
  anything.map((value) => put('quotes', value)),
  anything.map((value) => inRow('amount', value)),
)
/** Refused, unless what is put there is what was there. */
const strange = fc.oneof(
  fc
    .tuple(fc.constantFrom('approvedBy', 'status', '__proto__', 'constructor', 'route'), anything)
    .map(([key, value]) => put(key, value)),
  fc
    .constantFrom<unknown>('3', '3.0', 3.5, 0, -3, 1e9, null, [3], { unheld: '3e400' })
    .map((value) => inRow('qty', value)),
  fc
    .constantFrom<unknown>(
      cny('1', 'USD'),
      cny('1', 'cny'),
      cny(1),
      cny('1e400'),
      cny('33.333'),
      '33.33',
      33.33,
    )
    .map((value) => inRow('price', value)),
  fc.constantFrom(101, 200, 1_000).map(rows),
  fc
    .constantFrom<unknown>('2026-12-01/2026-12-31', { from: '2026-12-01', to: '2026-12-31' }, [])
    .map((value) => put('period', value)),
)

/** A source that has whatever is asked of it. */
const ANY_OPTION: UseCaseContext['options'] = {
  list: async () => ({ options: [], next: null }),
  find: async (_, values) => ({
    found: new Map(Array.from(values, (value) => [value, { value, label: { 'zh-CN': value } }])),
    isComplete: true,
  }),
}

const told = ({ form, nodes }: InstanceView) => ({
  form,
  route: nodes.map(({ id, skipped }) => `${id} ${skipped ?? 'asked'}`),
})

it('of 1,000 forged submissions none changes the way or is stored as it was sent', async () => {
  const chosen = definitions.filter(({ code }) => code in HONEST)
  const harness = await createHarness({ definitions: chosen, options: ANY_OPTION })
  const base = { approvers: {}, cc: [], userId: 'u_alice', locale: undefined }
  const submit = (definition: string, form: Form) =>
    submitInstance(harness.ctx, { ...base, definition, form })
  const honest = new Map<string, ReturnType<typeof told>>()
  for (const [code, form] of Object.entries(HONEST)) honest.set(code, told(await submit(code, form)))
  expect(honest.get('leave')).toMatchObject({ form: { days: '23' }, route: ['manager asked', 'hr asked'] })
  expect(honest.get('purchase')).toMatchObject({
    form: { total: cny('354.99') },
    route: ['manager asked', 'cfo condition', 'ceo condition'],
  })

  let taken = 0
  let refused = 0
  const forgeries = fc.oneof({ weight: 2, arbitrary: ignored }, { weight: 1, arbitrary: strange })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('leave', 'purchase'),
      fc.array(forgeries, { minLength: 1, maxLength: 3 }),
      async (code, all) => {
        const forged = all.reduce((form, forge) => forge(form), HONEST[code] ?? {})
        try {
          const view = await submit(code, forged)
          taken += 1
          expect(told(view)).toEqual(honest.get(code))
          const { nodes } = await previewInstance(harness.ctx, { ...base, definition: code, form: forged })
          expect(nodes.map(({ id, skipped }) => `${id} ${skipped ?? 'asked'}`)).toEqual(
            honest.get(code)?.route,
          )
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          refused += 1
          expect(error.code).toBe('form_invalid')
        }
      },
    ),
    { numRuns: 1_000 },
  )
  expect(Math.min(taken, refused)).toBeGreaterThan(200)
})
