import { expect, it } from 'vitest'
import { cardStatusOf } from '../../server/domain/outbox/card-status.ts'
import { instanceIdOf } from '../../server/usecases/sources/source-ids.ts'
import { bytesOf, DEFINITION, INSTANCE } from '../doors/feishu/bodies.ts'
import { aSource, openDoor } from '../doors/feishu/rig.ts'

/** How an approval of another system ends in Feishu: never approved where it may have been rejected. */

const OUTCOME = { field: 'opinion', approved: ['同意'], rejected: ['退回'] }
const SOURCES = [
  aSource(),
  aSource({ id: 'oa', format: 'ofs' }),
  aSource({ id: 'ruled', format: 'ofs', outcome: OUTCOME }),
  aSource({ id: 'a8', format: 'seeyon' }),
]

type Step = [operation: string, body: object]
type Ends = { instance: string; tasks: string[]; cards: (string | null)[] }

async function endsAs(source: string, externalId: unknown, steps: readonly Step[]): Promise<Ends | number> {
  const { ask, as, secrets, store, ctx } = await openDoor({ sources: SOURCES })
  const erp = await as()
  const { body } = await erp.post('/open-apis/approval/v4/external_approvals', DEFINITION)
  for (const [operation, said] of steps) {
    const answer =
      source === 'erp'
        ? await erp.post(
            '/open-apis/approval/v4/external_instances',
            bytesOf(INSTANCE, { approval_code: body.data['approval_code'], ...said }),
          )
        : await ask('POST', `/sources/${source}/${secrets.get(source) ?? ''}/${operation}`, said)
    if (answer.status !== 200) return answer.status
  }
  const id = typeof externalId === 'string' ? externalId : JSON.stringify(externalId)
  const record = await store.instances.read(instanceIdOf(ctx.hash, source, id))
  const { instance } = record!
  return {
    instance: instance.status,
    tasks: instance.tasks.map(({ status }) => status),
    cards: instance.tasks.map((task) => cardStatusOf(task, instance)),
  }
}

const RECEIVE = 'rest/ofs/ReceiveRequestInfoByJson'
const ofs = (over: object = {}, operation = RECEIVE): Step => [
  operation,
  {
    syscode: 'OA',
    flowid: '1',
    receiver: 'u_bob',
    workflowname: '采购',
    isremark: '0',
    receivets: '1',
    ...over,
  },
]
const later = { receivets: '2' }
const last = { receivets: '3' }
const neutral = { instance: 'HIDDEN', tasks: ['DONE'], cards: ['PROCESSED'] }
const approved = { instance: 'HIDDEN', tasks: ['APPROVED'], cards: ['APPROVED'] }
const rejected = { instance: 'HIDDEN', tasks: ['REJECTED'], cards: ['REJECTED'] }

const carol = { receiver: 'u_carol' }

it.each<[string, string, Step[], Ends]>([
  ['is done', 'oa', [ofs(), ofs({ isremark: '2', ...later })], neutral],
  ['is finished', 'oa', [ofs(), ofs({ isremark: '4', ...later })], neutral],
  ['is done, by the other call', 'oa', [ofs(), ofs(later, 'rest/ofs/processDoneRequestByJson')], neutral],
  ['is finished, by the other call', 'oa', [ofs(), ofs(later, 'rest/ofs/processOverRequestByJson')], neutral],
  [
    'is finished with an opinion and no rule for it',
    'oa',
    [ofs(), ofs({ isremark: '4', opinion: '同意', ...later })],
    neutral,
  ],
  [
    'is deleted for somebody',
    'oa',
    [ofs(), ofs(later, 'rest/ofs/deleteUserRequestInfoByJson')],
    { ...neutral, cards: ['DELETED'] },
  ],
  [
    'is deleted for everybody',
    'oa',
    [ofs(), ofs(later, 'rest/ofs/deleteRequestInfoByJson')],
    { ...neutral, cards: ['DELETED'] },
  ],
  ['has become a copy', 'oa', [ofs(), ofs({ isremark: '8', ...later })], neutral],
  [
    'is done, as a rule says approved',
    'ruled',
    [ofs(), ofs({ isremark: '2', opinion: '同意', ...later })],
    approved,
  ],
  [
    'is done, as a rule says rejected',
    'ruled',
    [ofs(), ofs({ isremark: '2', opinion: '退回', ...later })],
    rejected,
  ],
  [
    'is done, of which no rule says anything',
    'ruled',
    [ofs(), ofs({ isremark: '2', opinion: '转办', ...later })],
    neutral,
  ],
  ['is done, without the field of the rule', 'ruled', [ofs(), ofs({ isremark: '2', ...later })], neutral],
  [
    'is done, by a word that the rule’s is only part of',
    'ruled',
    [ofs(), ofs({ isremark: '2', opinion: '不同意', ...later })],
    neutral,
  ],
  [
    'is finished, as a rule says approved',
    'ruled',
    [ofs(), ofs({ isremark: '4', opinion: '同意', ...later })],
    { ...approved, instance: 'APPROVED' },
  ],
  [
    'is finished, as a rule says rejected',
    'ruled',
    [ofs(), ofs({ isremark: '4', opinion: '退回', ...later })],
    { ...rejected, instance: 'REJECTED' },
  ],
  [
    'was rejected by one, and is finished with another’s approval',
    'ruled',
    [
      ofs(),
      ofs(carol),
      ofs({ isremark: '2', opinion: '退回', ...carol, ...later }),
      ofs({ isremark: '4', opinion: '同意', ...last }),
    ],
    { instance: 'HIDDEN', tasks: ['APPROVED', 'REJECTED'], cards: ['APPROVED', 'REJECTED'] },
  ],
  [
    'was approved by one, and waits for another',
    'ruled',
    [ofs(), ofs(carol), ofs({ isremark: '4', opinion: '同意', ...later })],
    { instance: 'PENDING', tasks: ['APPROVED', 'PENDING'], cards: ['APPROVED', null] },
  ],
])('what e-cology says %s', async (_what, source, steps, ends) => {
  expect(await endsAs(source, ['OA', '1'], steps)).toEqual(ends)
})

const seeyon = (over: object = {}, operation = 'receive'): Step => [
  `seeyon/rest/thirdpartyPending/${operation}`,
  { registerCode: '3001', taskId: '1', title: '采购', thirdReceiverId: 'u_bob', state: '0', ...over },
]

it.each<[string, object, Ends | number]>([
  ['agreed', { state: '1', subState: '0' }, approved],
  ['disagreed', { state: '1', subState: '1' }, rejected],
  ['cancelled', { state: '1', subState: '2' }, { ...neutral, cards: ['CANCELLED'] }],
  ['rejected', { state: '1', subState: '3' }, rejected],
  ['without a subState', { state: '1' }, neutral],
  ['with one that nobody knows', { state: '1', subState: '7' }, neutral],
  ['with one of a number', { state: 1, subState: 0 }, approved],
  ['with one of an object’s', { state: '1', subState: 'constructor' }, neutral],
  ['in a state that nobody knows', { state: '2', subState: '0' }, 200],
])('what Seeyon says is done, %s', async (_what, said, ends) => {
  for (const operation of ['receive', 'updatePendingState']) {
    const answer = await endsAs('a8', ['3001', '1'], [seeyon(), seeyon(said, operation)])
    expect(answer).toEqual(ends === 200 ? { instance: 'PENDING', tasks: ['PENDING'], cards: [null] } : ends)
  }
})

const task = (status: string, over: object = {}) => ({
  'task_list.0.status': status,
  'task_list.0.update_time': '1688022600001',
  update_time: '1688022600001',
  ...over,
})

it.each<[string, string, Ends | number]>([
  ['APPROVED', 'APPROVED', { instance: 'APPROVED', tasks: ['APPROVED'], cards: ['APPROVED'] }],
  ['REJECTED', 'REJECTED', { instance: 'REJECTED', tasks: ['REJECTED'], cards: ['REJECTED'] }],
  ['REJECTED', 'DONE', { instance: 'REJECTED', tasks: ['DONE'], cards: ['PROCESSED'] }],
  ['APPROVED', 'DONE', { instance: 'APPROVED', tasks: ['DONE'], cards: ['PROCESSED'] }],
  ['APPROVED', 'REJECTED', { instance: 'APPROVED', tasks: ['REJECTED'], cards: ['REJECTED'] }],
  ['PENDING', 'TRANSFERRED', { instance: 'PENDING', tasks: ['TRANSFERRED'], cards: ['FORWARDED'] }],
  ['CANCELED', 'DONE', { instance: 'CANCELED', tasks: ['DONE'], cards: ['CANCELLED'] }],
  ['DELETED', 'DONE', { instance: 'DELETED', tasks: ['DONE'], cards: ['DELETED'] }],
  ['TERMINATED', 'DONE', { instance: 'TERMINATED', tasks: ['DONE'], cards: ['PROCESSED'] }],
  ['HIDDEN', 'DONE', { instance: 'HIDDEN', tasks: ['DONE'], cards: ['PROCESSED'] }],
  ['CANCELLED', 'DONE', 400],
  ['APPROVED', 'CANCELED', 400],
  ['approved', 'APPROVED', 400],
  ['', 'APPROVED', 400],
])('an approval that is %s with a task that is %s', async (status, ofTask, ends) => {
  expect(
    await endsAs('erp', '4711', [
      ['', {}],
      ['', task(ofTask, { status })],
    ]),
  ).toEqual(ends)
})
