import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { FLOW_FORM, flowNode, flowFiles } from '../support/flow-definitions.ts'
import { approveOn, buttonOf, detailPages, hasNoDecision, historyOf } from '../support/page-detail.ts'
import { nodeOf, openForm, typeText, type Frame } from '../support/page-forms.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const CAST = ['u_dev', 'u_qa', 'u_lead', 'u_admin'] as const
const MODES = ['phone', 'pc'] as const
/** Seconds, as working hours. */
const SOON = 0.0002

const timed = (name: string, timeout: object) => ({
  name,
  flow: [flowNode('only', '审核', ['u_qa'], { timeout })],
})
const FLOWS = {
  agreed: timed('自动同意单', { approve: SOON }),
  refused: timed('自动拒绝单', { reject: SOON }),
  escalated: timed('升级单', { escalate: SOON, reject: 900 }),
  reminded: timed('提醒单', { remind: SOON, approve: 900 }),
}
type Code = keyof typeof FLOWS

// The server looks once a minute, so both devices share what it found.
describe.skipIf(lacksBrowser('what time decides, in a browser'))('what time decides', () => {
  let world: PageWorld
  const ids = new Map<string, string>()
  const stale = new Map<string, Frame>()

  beforeAll(async () => {
    const definitions = flowFiles(FLOWS, { hours: [{ from: '00:00', to: '24:00' }] })
    const env = { REMINDER_WEEKDAYS: '1-7' }
    world = await openPageWorld({ definitions, env, hasMinutesByHand: true })
    for (const code of Object.keys(FLOWS) as Code[]) {
      for (const mode of MODES) {
        const { id } = await world.submit('u_dev', code, FLOW_FORM)
        ids.set(`${code} ${mode}`, id)
        if (code === 'agreed') stale.set(mode, await detailPages(world, mode).open('u_qa', id))
      }
    }
    const dev = await world.person('u_dev')
    const hasActed = async (id: string) => isTimedOut((await dev.read(id)).body)
    const haveActed = async () => {
      world.nextMinute()
      return (await Promise.all([...ids.values()].map(hasActed))).every(Boolean)
    }
    await vi.waitUntil(haveActed, { timeout: 60_000, interval: 200 })
  })
  afterEach(() => {
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await world.closeTabs()
    await world.close()
  })

  describe.each(MODES)('%s', (mode) => {
    const open = (user: string, code: Code) =>
      detailPages(world, mode).open(user, ids.get(`${code} ${mode}`) ?? '')

    it('the form says what happens when nobody acts', async () => {
      const frame = await openForm(await world.client('start', { mode }), '升级单')
      await typeText(frame, '内容', '桌椅')
      await nodeOf(frame, '审核')
        .getByText(/处理时限（工作时间）：.+小时后转给上级、900 小时后自动拒绝/)
        .waitFor()
    })

    it('approved: by nobody, and a page from before says so', async () => {
      const frame = stale.get(mode)!
      await buttonOf(frame, '拒绝').click()
      await frame.getByRole('dialog').getByRole('button', { name: '拒绝', exact: true }).click()
      await frame.getByRole('alert').getByText('该审批超时未处理，已自动处理：已同意').waitFor()
      await hasNoDecision(frame)
      await nodeOf(frame, '审核')
        .getByText(/超时未处理，自动同意/)
        .waitFor()
      await (await historyOf(frame, '黄敏超时未处理，自动同意')).waitFor()
      expect(
        await nodeOf(frame, '审核')
          .getByText(/处理时限/)
          .count(),
      ).toBe(0)
    })

    it('rejected: its initiator reads why', async () => {
      const own = await open('u_dev', 'refused')
      await own.getByText('已拒绝').first().waitFor()
      await nodeOf(own, '审核')
        .getByText(/超时未处理，自动拒绝/)
        .waitFor()
      await (await historyOf(own, '黄敏超时未处理，自动拒绝')).waitFor()
      const chat = await world.client('chat', { mode })
      const told = chat.getByRole('article', { name: '张伟提交的自动拒绝单已被自动拒绝' }).first()
      await told.getByText('审批人未在时限内处理，由系统自动处理').waitFor()
    })

    it('escalated: the manager decides, who did not act no more', async () => {
      const old = await open('u_qa', 'escalated')
      expect(await buttonOf(old, '同意').count()).toBe(0)
      await nodeOf(old, '审核')
        .getByText(/超时未处理，已转给王磊/)
        .waitFor()
      await (await historyOf(old, '黄敏超时未处理，审批转给王磊')).waitFor()
      const manager = await open('u_lead', 'escalated')
      await nodeOf(manager, '审核')
        .getByText(/900 小时后自动拒绝/)
        .waitFor()
      await approveOn(manager)
      await nodeOf(manager, '审核')
        .getByText(/已同意/)
        .waitFor()
    })

    it('reminded: it still waits, and the history has it', async () => {
      const approver = await open('u_qa', 'reminded')
      await buttonOf(approver, '同意').waitFor()
      await (await historyOf(approver, '黄敏超时未处理，已提醒')).waitFor()
      await detailPages(world, mode).agree(CAST)
    })
  })
})

const isTimedOut = ({ history }: InstanceView): boolean => history.some(({ verb }) => verb === 'time-out')
