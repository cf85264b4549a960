import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { followTutorial } from '../doors/feishu/tutorial.ts'
import { operator } from '../support/api.ts'
import { controlOf, type Control, type Entry } from '../support/control.ts'
import { openHome } from '../support/server-home.ts'

const CAST = { initiator: 'u_dev', approver: 'u_lead', told: 'u_qa' }
const SOURCES = `- id: erp
  name: { zh-CN: 采购系统 }
  format: feishu
`

const sdk = (domain: string, appId: string, appSecret: string): Client =>
  new Client({ appId, appSecret, domain, loggerLevel: LoggerLevel.fatal })

/** What an entry of a list says to whoever looks at it; ids and clocks are each side's own. */
const shown = ({ title, status, instanceStatus, form, initiator, links, readStatus }: Entry) => ({
  title,
  status,
  instanceStatus,
  form,
  initiator: initiator.userId,
  links,
  readStatus,
})

async function listsOf(control: Control) {
  const lists: Record<string, unknown> = {}
  for (const [box, person] of [
    ['started', CAST.initiator],
    ['todo', CAST.approver],
    ['done', CAST.approver],
    ['cc', CAST.told],
  ] as const)
    lists[box] = (await control.lists(person))[box].map(shown)
  return lists
}

describe('a program that knows Feishu’s SDK alone goes through the tutorial', () => {
  let direct: Sandbox
  let behind: Sandbox
  let secret: string
  let home: Awaited<ReturnType<typeof openHome>>
  let sides: { program: ReturnType<typeof followTutorial>; control: Control; quiet: () => Promise<void> }[]

  beforeAll(async () => {
    direct = await openSandbox({ settings: { rules: 'documented' } })
    // As strict as the reference: what the tutorial prints is put right on its way.
    behind = await openSandbox({ settings: { rules: 'strict' } })
    home = await openHome(behind, { definitions: { 'sources.yaml': SOURCES } })
    const { body } = await operator(home.url).post<{ secret: string }>('/sources/erp/secret')
    secret = body.secret
    const { appId, appSecret } = direct.info
    sides = [
      {
        program: followTutorial(sdk(direct.url, appId, appSecret), CAST),
        control: controlOf(direct),
        quiet: async () => undefined,
      },
      {
        program: followTutorial(sdk(home.url, 'src_erp', secret), CAST),
        control: controlOf(behind),
        quiet: () => operator(home.url).quiet(),
      },
    ]
  })
  afterAll(async () => {
    await home.stop('SIGTERM')
    await direct.close()
    await behind.close()
    await home.leave()
  })

  /** Does the same on both sides; answers what is in the lists then. */
  async function both(step: 'define' | 'start' | 'send' | 'update' | 'approve') {
    const lists = []
    for (const { program, control, quiet } of sides) {
      expect(await program[step]()).toMatchObject({ code: 0, msg: 'success' })
      await quiet()
      lists.push(await listsOf(control))
    }
    return lists
  }

  it('and the lists are the same as if it spoke to Feishu, after every step', async () => {
    await both('define')
    const [pending, pendingHere] = await both('start')
    expect(pendingHere).toEqual(pending)
    expect(pending).toMatchObject({ todo: [{ title: '采购 100 支笔', status: 'PENDING' }] })
    await both('send')
    await both('update')
    const [approved, approvedHere] = await both('approve')
    expect(approvedHere).toEqual(approved)
    expect(approved).toMatchObject({ todo: [], done: [{ status: 'APPROVED' }] })
  })

  it('and is answered alike by check, tasks, its definition and contacts', async () => {
    const answers = []
    for (const { program } of sides) {
      const tasks = await program.tasks()
      answers.push({
        same: (await program.check()).data,
        differs: (await program.check('1795000000001')).data,
        tasks: tasks.data?.data?.map(({ instance_id, status, tasks: all }) => ({ instance_id, status, all })),
        own: (await program.read()).data?.approval_code,
        person: (await program.findPerson('u_lead')).data?.user?.user_id,
      })
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ same: { diff_instances: [] }, own: 'purchase', person: 'u_lead' })
  })

  it('and its approver has one card, settled; only that ours has our callback', async () => {
    const shownCards = async (control: Control) =>
      (await control.cards()).map(({ userId, templateId, status }) => [userId, templateId, status])
    expect(await shownCards(controlOf(direct))).toEqual([['u_lead', '1008', 'APPROVED']])
    expect(await shownCards(controlOf(behind))).toEqual([['u_lead', '1008', 'APPROVED']])
    const control = controlOf(behind)
    const cards = await control.cards()
    expect(cards[0]?.callbackUrl).toContain('/feishu/approval/callback')
    expect(JSON.stringify(await control.log())).not.toContain('erp.example.com/decisions')
    expect((await control.oracle()).violations).toEqual([])
  })

  it.each([
    [process.execPath, 'push.js', 'differences: []'],
    ['sh', 'push.sh', '"diff_instances":[]'],
  ])('and so do the examples: %s %s', async (program, file, said) => {
    const env = { BRIDGE: home.url, SOURCE: 'erp', SECRET: secret, INITIATOR: 'u_dev', APPROVER: 'u_lead' }
    const { stdout } = await promisify(execFile)(program, [`examples/feishu-source/${file}`], {
      env: { ...process.env, ...env },
    })
    expect(stdout).toContain(said)
    await operator(home.url).quiet()
    expect((await controlOf(behind).oracle()).violations).toEqual([])
  })
})
