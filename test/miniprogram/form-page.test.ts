import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Field } from '../../shared/form/field.ts'
import { basisOf } from '../support/form-basis.ts'
import {
  createFakeClient,
  openPage,
  type Answer,
  type Asked,
  type FakeClient,
  type Rules,
} from './fake-client.ts'

// Long, as it is one page on one fake client, from opening to submitting.

const label = { 'en-US': 'Days' }
const DEFINITION = {
  code: 'leave',
  name: 'Leave',
  description: null,
  group: { code: 'hr', name: 'HR' },
  version: 1,
  form: [
    { key: 'days', type: 'number', label, required: true, summary: true, max: 60 },
    {
      key: 'why',
      type: 'textarea',
      label: { 'en-US': 'Why' },
      required: false,
      summary: false,
      maxLength: 9,
    },
    { key: 'cover', type: 'contact', label: { 'en-US': 'Cover' }, required: false, maxCount: 2 },
  ],
  choices: [{ nodeId: 'setup', name: 'Set up' }],
}
const node = (id: string, more: object = {}) => ({
  id,
  name: id,
  mode: 'any',
  reason: 'optional',
  status: 'waiting',
  skipped: null,
  approvers: [],
  ...more,
})

/** Days above three need the people team; whoever asks names who sets it up. */
function serve({ path, body }: Asked) {
  if (path === '/definitions/leave') return { status: 200, body: DEFINITION }
  if (!path.endsWith('/preview')) return undefined
  const { days = 0 } = (body as { form: { days?: number } }).form
  const hr = days > 3 ? {} : { skipped: 'condition' }
  return { status: 200, body: { nodes: [node('hr', hr), node('setup')], cc: [] } }
}

/** A form comes with what a page needs to fill it in. */
function withBasis(answer: Answer | undefined): Answer | undefined {
  if (typeof answer !== 'object') return answer
  const { form, fields } = answer.body as { form?: Field[]; fields?: Field[] }
  const asked = fields ?? form
  if (!Array.isArray(asked)) return answer
  return { status: answer.status, body: { basis: basisOf(asked), ...(answer.body as object) } }
}

let client: FakeClient
/** On the stack, the form included. */
let pages: object[] = [{}]
async function open(rules: Rules = {}, stored?: FakeClient, query: Record<string, string> = {}) {
  vi.resetModules()
  client = createFakeClient({
    contacts: () => [{ openId: 'ou_1', name: 'Li' }],
    ...rules,
    serve: (one) => withBasis((rules.serve ?? serve)(one)),
  })
  for (const [key, value] of stored?.stored ?? []) client.stored.set(key, value)
  vi.stubGlobal('tt', client)
  vi.stubGlobal('getCurrentPages', () => pages)
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { formPage } = await import('../../miniprogram/features/form/form-page.ts')
  const page = openPage(formPage('phone'), { id: 'leave', ...query })
  await page.settle()
  return page
}
const asked = (path: string) => client.seen.asked.filter((one) => one.method === 'POST' && one.path === path)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    pages = [{}]
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})
type Page = Awaited<ReturnType<typeof open>>
async function fill(page: Page): Promise<void> {
  page.fire('onEdit', { key: 'days', value: '4' })
  vi.advanceTimersByTime(600)
  await page.settle()
  page.fire('onChoose', { id: 'setup' })
  await page.settle()
}

describe('the create form', () => {
  it('is made from its definition and says what it takes', async () => {
    const page = await open()
    expect(page.data['state'].kind).toBe('ready')
    expect(page.data['fields'].map(({ label: text }: { label: string }) => text)).toEqual([
      'Days',
      'Why',
      'Cover',
    ])
    page.fire('onEdit', { key: 'why', value: 'much too long' })
    expect(page.data['faults'][1]).toContain('9')
  })

  it('shows who would approve once typing pauses, the skipped ones too', async () => {
    const page = await open()
    expect(page.data['route'].map(({ tone }: { tone: string }) => tone)).toEqual(['skipped', 'waiting'])
    for (const value of ['4', '44', '4']) page.fire('onEdit', { key: 'days', value })
    vi.advanceTimersByTime(600)
    await page.settle()
    expect(asked('/definitions/leave/preview')).toHaveLength(2)
    expect(page.data['route'].map(({ tone }: { tone: string }) => tone)).toEqual(['waiting', 'waiting'])
  })

  it('does not send what is not complete, and marks it', async () => {
    const page = await open()
    page.fire('onSubmit')
    await page.settle()
    expect(asked('/instances')).toEqual([])
    expect(page.data['faults'][0]).not.toBe('')
    expect(page.data['route'][1].fault).not.toBe('')
    expect(client.seen.scrolledTo).toEqual(['#field-0', '138'])
  })

  it('leads to the route where only an approver is missing', async () => {
    const page = await open()
    page.fire('onEdit', { key: 'days', value: '4' })
    page.fire('onSubmit')
    await page.settle()
    expect(client.seen.scrolledTo[0]).toBe('#route')
  })

  it('is submitted once by a double tap, and its draft is gone', async () => {
    const started = { status: 201, body: { id: 'i1' } }
    const page = await open({ serve: (one) => (one.path === '/instances' ? started : serve(one)) })
    await fill(page)
    page.fire('onSubmit')
    page.fire('onSubmit')
    await page.settle()
    expect(asked('/instances').map(({ body }) => body)).toEqual([
      { definition: 'leave', form: { days: 4 }, approvers: { setup: ['ou_1'] }, cc: [] },
    ])
    expect(client.seen.opened).toEqual(['/pages/detail?id=i1'])
    expect([...client.stored.keys()].filter((key) => key.startsWith('draft'))).toEqual([])
  })

  it('comes back as it was typed after the app was closed, under the same key', async () => {
    const lost = (one: Asked) => (one.path === '/instances' ? ('no answer' as const) : serve(one))
    const page = await open({ serve: lost })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['notice']).not.toBe('')
    const [first] = asked('/instances')

    const again = await open({ serve: lost }, client)
    expect(again.data['restored']).toBe(true)
    expect(again.data['fields'][0].text).toBe('4')
    again.fire('onSubmit')
    await again.settle()
    expect(asked('/instances')[0]).toMatchObject({
      body: first?.body,
      headers: { 'idempotency-key': first?.headers['idempotency-key'] },
    })
  })

  it('tells of an earlier submission under its key, and starts another one only when asked again', async () => {
    const error = { code: 'idempotency_mismatch', message: '', details: [] }
    const other = (one: Asked) => (one.path === '/instances' ? { status: 409, body: { error } } : serve(one))
    const page = await open({ serve: other })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['notice']).toContain('already been submitted')
    page.fire('onSubmit')
    await page.settle()
    const keys = asked('/instances').map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(2)
  })

  it('shows what the server refuses at its field until that is edited', async () => {
    const error = { code: 'form_invalid', message: 'x', details: [{ field: 'why', message: 'Not this.' }] }
    const refuse = (one: Asked) => (one.path === '/instances' ? { status: 422, body: { error } } : serve(one))
    const page = await open({ serve: refuse })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['faults'][1]).toBe('Not this.')
    expect(client.seen.scrolledTo[0]).toBe('#field-1')
    page.fire('onEdit', { key: 'why', value: 'x' })
    expect(page.data['faults'][1]).toBe('')
  })

  it('says where somebody would stand that there is no picker, until there is one', async () => {
    let fault: string | undefined = 'signature expired'
    const page = await open({ pickFault: () => fault })
    page.fire('onPick', { key: 'cover' })
    page.fire('onPickCc')
    page.fire('onChoose', { id: 'setup' })
    await page.settle()
    const told = 'Nothing can be chosen right now: signature expired'
    expect([page.data['faults'][2], page.data['ccFault'], page.data['route'][1].fault]).toEqual([
      told,
      told,
      told,
    ])

    fault = undefined
    page.fire('onPick', { key: 'cover' })
    page.fire('onPickCc')
    page.fire('onChoose', { id: 'setup' })
    await page.settle()
    expect([page.data['faults'][2], page.data['ccFault'], page.data['route'][1].fault]).toEqual(['', '', ''])
  })

  it('names departments by what the server knows of them, and by their ids where it does not answer', async () => {
    const where = {
      key: 'where',
      type: 'department',
      label: { 'en-US': 'Where' },
      required: false,
      maxCount: 3,
    }
    let names: Answer = { status: 200, body: { items: [{ openDepartmentId: 'od-lab', name: 'The lab' }] } }
    const page = await open({
      departments: () => ['od-lab', 'od-new'].map((id) => ({ openDepartmentId: id, departmentId: id })),
      serve: (one) => {
        if (one.path === '/definitions/leave')
          return { status: 200, body: { ...DEFINITION, form: [...DEFINITION.form, where] } }
        return one.path.startsWith('/departments?') ? names : serve(one)
      },
    })
    const chips = () => page.data['fields'][3].chips.map(({ name }: { name: string }) => name)
    page.fire('onPick', { key: 'where' })
    await page.settle()
    expect(chips()).toEqual(['The lab', 'od-new'])
    expect(client.seen.asked.at(-1)?.path).toContain('/departments?ids=od-lab,od-new')
    names = 'no answer'
    page.fire('onPick', { key: 'where' })
    await page.settle()
    expect(chips()).toEqual(['od-lab', 'od-new'])
  })

  it('asks for the names of many departments twenty at a time', async () => {
    const where = {
      key: 'where',
      type: 'department',
      label: { 'en-US': 'Where' },
      required: false,
      maxCount: 100,
    }
    const ids = Array.from({ length: 45 }, (_, at) => `od-${at}`)
    const page = await open({
      departments: () => ids.map((id) => ({ openDepartmentId: id, departmentId: id })),
      serve: (one) => {
        if (one.path === '/definitions/leave')
          return { status: 200, body: { ...DEFINITION, form: [...DEFINITION.form, where] } }
        if (!one.path.startsWith('/departments?')) return serve(one)
        const items = one.path
          .slice('/departments?ids='.length)
          .split(',')
          .map((id) => ({ openDepartmentId: id, name: `The ${id}` }))
        return items.length > 20 ? { status: 400, body: {} } : { status: 200, body: { items } }
      },
    })
    page.fire('onPick', { key: 'where' })
    await page.settle()
    const chips = page.data['fields'][3].chips.map(({ name }: { name: string }) => name)
    expect(chips).toEqual(ids.map((id) => `The ${id}`))
  })

  it('tells who cannot take part and why where they were picked, by the name they were picked under', async () => {
    const gone = (field: string) => ({ field, person: 'ou_1', message: 'ou_1 belongs to another company' })
    const details = [gone('cover'), gone('cc'), gone('approvers.setup')]
    const error = { code: 'person_not_found', message: 'x', details }
    const refuse = (one: Asked) => (one.path === '/instances' ? { status: 422, body: { error } } : serve(one))
    const page = await open({ serve: refuse })
    await fill(page)
    page.fire('onChoose', { id: 'setup' })
    page.fire('onPickCc')
    await page.settle()
    page.fire('onSubmit')
    await page.settle()
    const marks = () => [page.data['faults'][2], page.data['ccFault'], page.data['route'][1].fault]
    const words = 'Li belongs to another company'
    expect(marks()).toEqual([words, words, words])
    page.fire('onChoose', { id: 'setup' })
    page.fire('onPickCc')
    await page.settle()
    expect(marks()).toEqual([words, '', ''])
    expect(client.seen.outsiders).toEqual([false, false, false, false, false])
  })

  it('is shown anew with what was typed when it has other fields by now than those refused', async () => {
    const [days, why] = DEFINITION.form
    const cost = { ...why, key: 'cost', label: { 'en-US': 'Cost' }, required: true }
    const details = [
      { field: 'why', rule: 'unknown', message: 'Not a field of this form' },
      { field: 'cost', rule: 'required', message: 'Required' },
    ]
    let isChanged = false
    const page = await open({
      serve: (one) => {
        if (one.path === '/instances') {
          isChanged = true
          const error = { code: 'form_invalid', message: 'why: Not a field of this form', details }
          return { status: 422, body: { error } }
        }
        const isForm = one.path === '/definitions/leave' && isChanged
        return isForm ? { status: 200, body: { ...DEFINITION, version: 2, form: [days, cost] } } : serve(one)
      },
    })
    page.fire('onEdit', { key: 'why', value: 'rest' })
    await fill(page)
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['fields'].map(({ key }: { key: string }) => key)).toEqual(['days', 'cost'])
    expect(page.data['faults']).toEqual(['', 'Required'])
    expect(page.data['notice']).toBe('This form has been changed. Please check it and submit again.')
    expect([page.data['sending'], page.data['restored']]).toEqual([false, false])

    page.fire('onEdit', { key: 'cost', value: 'a lot' })
    page.fire('onSubmit')
    await page.settle()
    expect(asked('/instances').map(({ body }) => (body as { form: object }).form)).toEqual([
      { days: 4, why: 'rest' },
      { days: 4, cost: 'a lot' },
    ])
  })

  const refusal = (code: string, details: object[]) => (one: Asked) => {
    const error = { code, message: 'Somebody cannot be found', details }
    return one.path === '/instances' ? { status: 422, body: { error } } : serve(one)
  }
  const submitted = async (page: Page) => {
    page.fire('onSubmit')
    await page.settle()
    return page.data
  }
  const ALL = 'At most 100 entries'
  const nobody = (field: string, person?: string) => ({ field, rule: 'person_not_found', person })

  it.each([
    ['cc', { field: 'cc', message: ALL }, 'ccFault', ALL, '#cc'],
    ['cc', nobody('cc', 'ou_1'), 'ccFault', 'Li: Somebody cannot be found', '#cc'],
    ['approvers', { field: 'approvers', message: ALL }, 'routeFault', ALL, '#route'],
    ['managers', nobody('managers'), 'routeFault', /^Nobody who could approve/, '#route'],
  ])('says what is refused of %s as a whole beside it', async (_, detail, place, words, scrolledTo) => {
    const page = await open({ serve: refusal('form_invalid', [detail]) })
    await fill(page)
    page.fire('onPickCc')
    await page.settle()
    const data = await submitted(page)
    const [here, there] = place === 'ccFault' ? ['ccFault', 'routeFault'] : ['routeFault', 'ccFault']
    expect(data[here]).toMatch(words)
    expect([data[there], data['faults'], data['notice']]).toEqual([
      ...['', ['', '', '']],
      'Please look at what is marked',
    ])
    expect(client.seen.scrolledTo[0]).toBe(scrolledTo)
    if (place === 'ccFault') page.fire('onRemoveCc', {}, { id: 'ou_1' })
    else page.fire('onEdit', { key: 'days', value: '5' })
    expect([page.data[here], page.data['notice']]).toEqual(['', ''])
  })

  it.each([
    ['approvers.x', 'required'],
    ['approvers.setup', 'unknown'],
  ])('is shown anew where %s is %s: other nodes ask for a choice by now', async (field, rule) => {
    const page = await open({ serve: refusal('form_invalid', [{ field, rule, message: 'x' }]) })
    await fill(page)
    expect((await submitted(page))['notice']).toMatch(/^This form has been changed/)
  })

  it('says of an approver who has left at which node, until another one is chosen', async () => {
    const page = await open({ serve: refusal('person_not_found', [nobody('approvers.setup', 'ou_1')]) })
    await fill(page)
    const data = await submitted(page)
    expect(data['route'].map(({ fault }: { fault: string }) => fault)).toEqual([
      '',
      'Li: Somebody cannot be found',
    ])
    expect([data['routeFault'], client.seen.scrolledTo[0]]).toEqual(['', '#route'])
    page.fire('onChoose', { id: 'setup' })
    await page.settle()
    expect([page.data['route'][1].fault, page.data['notice']]).toEqual(['', ''])
  })

  it('says of somebody in a field who has left, at the field, who it is', async () => {
    const page = await open({ serve: refusal('person_not_found', [nobody('cover', 'ou_1')]) })
    await fill(page)
    page.fire('onPick', { key: 'cover' })
    await page.settle()
    expect((await submitted(page))['faults']).toEqual(['', '', 'Li: Somebody cannot be found'])
  })

  it('stops saying that something is missing once nothing is marked', async () => {
    const page = await open()
    page.fire('onSubmit')
    await page.settle()
    expect(page.data['notice']).not.toBe('')
    page.fire('onEdit', { key: 'why', value: 'x' })
    page.fire('onEdit', { key: 'days', value: '4' })
    expect(page.data['notice']).not.toBe('')
    page.fire('onChoose', { id: 'setup' })
    await page.settle()
    expect([page.data['faults'], page.data['notice']]).toEqual([['', '', ''], ''])
  })

  it('does not send typed text back into its input', async () => {
    const page = await open()
    page.fire('onEdit', { key: 'why', value: 'abc' })
    expect(page.data['fields'][1].text).toBe('')
    page.fire('onLeave', { key: 'why' })
    page.fire('onEdit', { key: 'why', value: 'much too long' })
    expect(page.data['faults'][1]).not.toBe('')
    expect(page.data['fields'][1].text).toBe('')
    const [before] = page.data['fields']
    page.fire('onDiscard')
    expect(page.data['fields'][0].id).not.toBe(before.id)
  })

  it('sends what is typed by now where its field has to be set anew', async () => {
    const currencies = ['CNY', 'USD']
    const cost = { key: 'cost', type: 'money', label: { 'en-US': 'Cost' }, required: false, currencies }
    const definition = { ...DEFINITION, form: [cost], choices: [] }
    const page = await open({
      serve: (one) => (one.path === '/definitions/leave' ? { status: 200, body: definition } : serve(one)),
    })
    page.fire('onEdit', { key: 'cost', value: '68', part: 'amount' })
    page.fire('onEdit', { key: 'cost', value: 'USD', part: 'currency' })
    expect(page.data['fields'][0]).toMatchObject({ text: '68', currencyAt: 1 })
  })
})

describe('an approval that came back', () => {
  const back = {
    id: 'i1',
    definition: { code: 'leave', name: 'Leave', version: 1 },
    fields: DEFINITION.form,
    form: { days: 4, cover: ['u_li'] },
    names: { u_li: 'Li' },
    optionLabels: {},
    files: {},
    nodes: [node('setup', { approvers: [{ userId: 'u_qa', name: 'Qa' }] })],
    history: [{ verb: 'rollback', by: { userId: 'u_boss', name: 'Boss' }, reason: 'Fewer days' }],
    actions: [{ action: 'resubmit', taskId: 'i1_t2', reason: 'none', choices: DEFINITION.choices }],
  }
  const serveBack = (instance: object, answer = { status: 200, body: {} as object }) => ({
    serve: (one: Asked) => {
      if (one.path === '/instances/i1') return { status: 200, body: instance }
      return one.path === '/instances/i1/resubmit' ? answer : serve(one)
    },
  })
  const openBack = (rules: Rules, stored?: FakeClient) => open(rules, stored, { instance: 'i1' })

  it('opens as it was submitted, with the reason on top', async () => {
    const page = await openBack(serveBack(back))
    expect(page.data['again']).toMatchObject({ reason: 'Fewer days' })
    expect(page.data['again'].text).toContain('Boss')
    expect(page.data['fields'][0].text).toBe('4')
    expect(page.data['fields'][2].chips).toEqual([{ id: 'u_li', name: 'Li' }])
    expect(asked('/definitions/leave/preview')[0]?.body).toEqual({
      form: { days: 4, cover: ['u_li'] },
      approvers: { setup: ['u_qa'] },
      instance: 'i1',
    })
  })

  it('is submitted again as the same approval, with a draft of its own until then', async () => {
    const page = await openBack(serveBack(back))
    page.fire('onEdit', { key: 'days', value: '2' })
    const drafts = () => [...client.stored.keys()].filter((key) => key.startsWith('draft'))
    expect(drafts()).toEqual(['draft:ou_me:i1_t2'])
    page.fire('onPick', { key: 'cover' })
    await page.settle()
    page.fire('onSubmit')
    page.fire('onSubmit')
    await page.settle()
    expect(asked('/instances/i1/resubmit').map(({ body }) => body)).toEqual([
      { form: { days: 2, cover: ['u_li', 'ou_1'] }, approvers: { setup: ['u_qa'] } },
    ])
    expect(client.seen.opened).toEqual(['/pages/detail?id=i1'])
    expect(drafts()).toEqual([])
  })

  it('leads back to the page of the approval from which it was opened', async () => {
    pages = [{}, {}]
    const page = await openBack(serveBack(back))
    page.fire('onSubmit')
    await page.settle()
    expect([client.seen.opened, client.seen.closed]).toEqual([[], 1])
    const gone = await openBack(serveBack({ ...back, actions: [] }))
    gone.fire('onDetail')
    expect([client.seen.opened, client.seen.closed]).toEqual([[], 1])
  })

  it('gives what was submitted back when the changes are undone', async () => {
    const page = await openBack(serveBack(back))
    page.fire('onEdit', { key: 'days', value: '2' })
    const again = await openBack(serveBack(back), client)
    expect(again.data).toMatchObject({ restored: true, fields: [{ text: '2' }, {}, {}] })
    again.fire('onDiscard')
    expect(again.data['fields'][0].text).toBe('4')
  })

  it('says politely that it does not wait any more, before and after it was filled in', async () => {
    const early = await openBack(serveBack({ ...back, actions: [] }))
    expect(early.data).toMatchObject({ state: { kind: 'hidden' }, gone: true })
    const error = { code: 'node_not_allowed', message: 'x', details: [] }
    const late = await openBack(serveBack(back, { status: 409, body: { error } }))
    late.fire('onSubmit')
    await late.settle()
    expect(late.data).toMatchObject({ state: { kind: 'hidden' }, gone: true })
    late.fire('onDetail')
    expect(client.seen.opened).toEqual(['/pages/detail?id=i1'])
  })
})

it('who may not start it gets a polite page', async () => {
  const error = { code: 'definition_not_found', message: 'x', details: [] }
  const page = await open({
    serve: ({ path }) => (path.startsWith('/definitions') ? { status: 404, body: { error } } : undefined),
  })
  expect(page.data['state'].kind).toBe('hidden')
})

it('a lost connection offers another try', async () => {
  let offline = true
  const page = await open({ serve: (one) => (offline && one.path !== '/session' ? 'no answer' : serve(one)) })
  expect(page.data['state'].kind).toBe('error')
  offline = false
  page.fire('onRetry')
  await page.settle()
  expect(page.data['state'].kind).toBe('ready')
})
