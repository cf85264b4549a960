import { expect } from 'vitest'
import { openSandbox } from '../../sandbox/sandbox.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { operator, type Person } from './api.ts'
import { findFaults } from './both-sides.ts'
import { openCardOf } from './control.ts'
import { openHome, type HomeOptions } from './server-home.ts'

export type World<Name extends string> = Awaited<ReturnType<typeof openWorld<Name>>>

type Press = { via?: 'card' | 'list' | 'search'; reason?: string }

/** A small Feishu, the server on it as a process of its own, and these people, logged in. */
export async function openWorld<Name extends string>(cast: readonly Name[], options: HomeOptions = {}) {
  const sandbox = await openSandbox()
  const home = await openHome(sandbox, options)
  const { url, control } = home
  const everyone = await home.people(cast)
  const watched = new Map<string, Person>(Object.entries(everyone))
  const startedBy = new Map<string, Person>()

  /** Once nothing waits: lists and cards equal the server's instances, and no rule of Feishu was broken. */
  const agree = async (): Promise<void> => {
    expect(await findFaults(url, control, Object.fromEntries(watched))).toEqual([])
    const { repaired, waiting } = await operator(url).reconcile({ all: true })
    expect({ repaired, waiting }).toEqual({ repaired: [], waiting: 0 })
  }

  /** As its initiator sees it, where it was started here. */
  const read = async (id: string): Promise<InstanceView> => {
    const reader = startedBy.get(id)
    if (!reader) throw new Error(`nobody submitted ${id}`)
    return (await reader.read(id)).body
  }

  const openTasks = async (id: string) => (await read(id)).tasks.filter(({ status }) => status === 'PENDING')

  /** `node person`, in the order in which their turns came. */
  const openIn = async (id: string): Promise<string[]> =>
    (await openTasks(id)).map(({ nodeId, assignee }) => `${nodeId} ${assignee.userId}`)

  /** The open task of this person in this instance. */
  const taskOf = async (id: string, who: Name): Promise<string> => {
    const task = (await openTasks(id)).find(({ assignee }) => assignee.userId === who)
    if (!task) throw new Error(`${who} has no open task in ${id}`)
    return task.id
  }

  /** Does it and compares both sides; answers the status code and who has what open. */
  const act = async (id: string, who: Name, verb: string, body: object = {}) => {
    const { status } = await everyone[who].call('POST', `/tasks/${await taskOf(id, who)}/${verb}`, body)
    await agree()
    return { status, open: await openIn(id) }
  }

  return {
    sandbox,
    ...home,
    everyone,
    agree,
    read,
    openIn,
    taskOf,
    act,
    async submit(who: Name, definition: string, form: object, more: object = {}): Promise<InstanceView> {
      const instance = await home.submit(who, definition, form, more)
      startedBy.set(instance.id, everyone[who])
      await agree()
      return instance
    },
    approve: (id: string, who: Name) => act(id, who, 'approve', { reason: '同意' }),
    /** Presses a button that Feishu shows them, compares both sides, and answers who has what open. */
    async press(id: string, who: Name, action: 'APPROVE' | 'REJECT', { via = 'card', reason }: Press = {}) {
      const place =
        via === 'card'
          ? { messageId: (await openCardOf(control, who, id)).messageId }
          : { taskId: await taskOf(id, who) }
      const pressed = await control.press({ userId: who, via, action, reason, ...place })
      expect(pressed.responses).toMatchObject([{ status: 200, body: { code: 0, msg: 'success' } }])
      await agree()
      return openIn(id)
    },
    /** Here and on its card, in the order in which the tasks were opened: `person: STATUS reason, card STATUS`. */
    async standing(id: string): Promise<string[]> {
      const cards = (await control.cards()).filter(({ templateId }) => templateId === '1008')
      return (await read(id)).tasks.map(({ id: taskId, assignee, status, completeReason }) => {
        const card = cards.find(({ uuid }) => uuid === taskId)?.status ?? 'none'
        return `${assignee.userId}: ${status}${completeReason ? ` ${completeReason}` : ''}, card ${card}`
      })
    },
    admin: operator(url).post,
    /** They can no longer ask for their own lists. */
    unwatch: (who: Name) => watched.delete(who),
    /** They have another user_id by now, and go on with their session. */
    watchAs(who: Name, userId: string): void {
      watched.delete(who)
      watched.set(userId, everyone[who])
    },
    async close(): Promise<void> {
      expect(await home.stop('SIGTERM')).toBe(0)
      await sandbox.close()
      await home.leave()
    },
  }
}
