import type { Page } from 'playwright-core'
import { frameOf, type Frame } from './page-forms.ts'
import { routeOf, type Mode } from './page-surfaces.ts'
import type { PageWorld } from './page-world.ts'

/** An approval's page as people have it on their screens. */
export function detailPages(world: PageWorld, mode: Mode) {
  return {
    async open(user: string, id: string): Promise<Frame> {
      const route = routeOf(mode, 'detail', `id=${id}`)
      const frame = frameOf(await world.client('start', { user, mode, route }))
      await frame.getByRole('heading', { name: /提交的/ }).waitFor()
      return frame
    },
    /** Once nothing waits, Feishu shows what the server holds to these people, and no rule of it was broken. */
    async agree(cast: readonly string[]): Promise<void> {
      await world.agree(await world.people(cast))
    },
  }
}

export const buttonOf = (frame: Frame, name: string) => frame.getByRole('button', { name, exact: true })

/** Presses one of the bar's buttons and confirms it in its panel, with words where some are given. */
export async function press(frame: Frame, verb: string, title: string, reason?: string): Promise<void> {
  await buttonOf(frame, verb).click()
  const panel = frame.getByRole('dialog', { name: title })
  if (reason !== undefined) await panel.getByRole('textbox').fill(reason)
  await panel.getByRole('button', { name: verb, exact: true }).click()
  await panel.waitFor({ state: 'detached' })
}

export const approveOn = (frame: Frame, reason?: string) => press(frame, '同意', '同意该审批', reason)
export const rejectOn = (frame: Frame, reason?: string) => press(frame, '拒绝', '拒绝该审批', reason)

/** There is nothing to decide on this page any more. */
export async function hasNoDecision(frame: Frame): Promise<void> {
  for (const name of ['同意', '拒绝']) await buttonOf(frame, name).waitFor({ state: 'detached' })
}

/** The lines of the history that have these words. */
export async function historyOf(frame: Frame, words: string | RegExp) {
  const unfold = buttonOf(frame, '审批记录: 展开')
  if ((await unfold.count()) > 0) await unfold.click()
  return frame.getByRole('listitem').filter({ has: frame.getByText(words, { exact: true }) })
}

/** Reads the page anew, as a pull does on the phone and the client's menu on the PC. */
export const refresh = (frame: Frame) =>
  pageOf(frame).getByRole('button', { name: '刷新', exact: true }).click()

export const pageOf = (frame: Frame): Page => frame.owner().page()
