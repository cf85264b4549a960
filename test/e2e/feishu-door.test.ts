import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { followTutorial } from '../doors/feishu/tutorial.ts'
import { operator } from '../support/api.ts'
import { controlOf, type Control, type Entry, type SandboxCard } from '../support/control.ts'
import { openHome } from '../support/server-home.ts'

const CAST = { initiator: 'u_dev', approver: 'u_lead', told: 'u_qa' }
const sourcesFile = (cards: 'auto' | 'own') => `- id: erp
  name: { zh-CN: 采购系统 }
  format: feishu
  cards: ${cards}
`

/** Each has tokens of its own: those of the SDK are kept by the app alone. */
function sdk(domain: string, appId: string, appSecret: string): Client {
  const tokens = new Map<unknown, unknown>()
  const cache = {
    get: async (key: unknown) => tokens.get(key),
    set: async (key: unknown, value: unknown) => {
      tokens.set(key, value)
      return true
    },
  }
  return new Client({ appId, appSecret, domain, cache, loggerLevel: LoggerLevel.fatal })
}

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

/** What a card says to whoever looks at it. */
const onCard = ({ messageId: _id, uuid: _uuid, history, ...card }: SandboxCard) => ({
  ...card,
  history: history.map(({ by, status }) => ({ by, status })),
  callbackUrl: null,
  actionContext: null,
  sentAt: null,
  settledAt: null,
})

describe.each(['auto', 'own'] as const)(
  'a program that knows Feishu’s SDK alone goes through the tutorial, cards: %s',
  (cards) => {
    let direct: Sandbox
    let behind: Sandbox
    let secret: string
    let home: Awaited<ReturnType<typeof openHome>>
    let sides: { program: ReturnType<typeof followTutorial>; control: Control; quiet: () => Promise<void> }[]

    beforeAll(async () => {
      direct = await openSandbox({ settings: { rules: 'documented' } })
      // As strict as the reference: what the tutorial prints is put right on its way.
      behind = await openSandbox({ settings: { rules: 'strict' } })
      home = await openHome(behind, { definitions: { 'sources.yaml': sourcesFile(cards) } })
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
      const [sent, sentHere] = await Promise.all(sides.map(({ control }) => control.cards()))
      expect(sent).toMatchObject([{ status: 'open', buttons: [{}, {}] }])
      expect(sentHere).toHaveLength(1)
      if (cards === 'own') expect(sentHere?.map(onCard)).toEqual(sent?.map(onCard))
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
          tasks: tasks.data?.data?.map(({ instance_id, status, tasks: all }) => ({
            instance_id,
            status,
            all,
          })),
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

    it.runIf(cards === 'own')('and its own card is the very same, but for whom a press calls', async () => {
      const [there, here] = await Promise.all(sides.map(({ control }) => control.cards()))
      expect(here?.map(onCard)).toEqual(there?.map(onCard))
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
  },
)
