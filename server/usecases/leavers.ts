import type { HandedOver } from './hand-over.ts'
import type { UseCaseContext } from './context.ts'
import { valueOf } from './feishu-answer.ts'
import { endPowers, handOverLeaver } from './hand-over.ts'

const NOTE = 'leavers'

/** Somebody who is gone: has left, or is suspended. At least one id is known. */
export type Leaver = {
  userId: string | null
  /** Absent in what was noted by earlier versions. */
  openId?: string | null
  /** Their manager's user_id or open_id. */
  manager: string | null
  /** Contacts are asked once more before anything is handed over: a suspension may be over by then. */
  isToConfirm?: boolean
}

export type Leavers = {
  /** Logged out, and durable, when it resolves: what they left open is handed over, now or after the next start. */
  note: (leaver: Leaver) => Promise<void>
  /** Hands over what noted leavers left open. Rejects with `feishu_unavailable`; then the next run goes on. */
  run: () => Promise<void>
}

type Told = (leaver: { userId: string } & HandedOver) => void

const toLeavers = (note: unknown): Leaver[] => (note ?? []) as Leaver[]

/** Those who are gone and whose open approvals still lie with them. */
export function createLeavers(ctx: UseCaseContext, onHandedOver: Told = () => undefined): Leavers {
  const noted = async () => toLeavers(await ctx.store.notes.read(NOTE))
  const edit = async (change: (leavers: Leaver[]) => Leaver[]): Promise<void> => {
    await ctx.store.notes.change(NOTE, (current) => {
      const before = toLeavers(current)
      const after = change(before)
      return JSON.stringify(after) === JSON.stringify(before) ? undefined : after
    })
  }
  const without = (leaver: Leaver) => (leavers: Leaver[]) =>
    leavers.filter((one) => keyOf(one) !== keyOf(leaver))
  return {
    async note(leaver) {
      for (const id of [leaver.userId, leaver.openId]) if (id) await ctx.store.sessions.removeOf(id)
      await edit((leavers) => [...without(leaver)(leavers), leaver])
    },
    async run() {
      for (const leaver of await noted()) {
        const gone = await confirm(ctx, leaver)
        if (gone) {
          await endPowers(ctx, gone)
          const done = await handOverLeaver(ctx, { userId: gone.userId, manager: leaver.manager })
          onHandedOver({ userId: gone.userId, ...done })
        }
        await edit(without(leaver))
      }
    },
  }
}

const keyOf = ({ userId, openId }: Leaver): string => userId ?? openId ?? ''

type Gone = { userId: string; openId: string | null }

/** By whichever id is known; undefined where there is nobody whom anything here could name, or nobody is gone. */
async function confirm(ctx: UseCaseContext, leaver: Leaver): Promise<Gone | undefined> {
  const { openId = null, isToConfirm = false } = leaver
  const id = openId ?? leaver.userId
  if (id === null) return undefined
  const known = openId === null ? undefined : await ctx.store.instances.userIdOf(openId)
  const userId = leaver.userId ?? known
  if (userId !== undefined && !isToConfirm) return { userId, openId }
  const sight = valueOf(await ctx.people.look([id])).get(id)
  if (isToConfirm && (sight === 'hidden' || sight === undefined)) return undefined
  if (typeof sight !== 'object') return userId === undefined ? undefined : { userId, openId }
  if (isToConfirm && sight.active) return undefined
  return { userId: known ?? sight.userId, openId: sight.openId }
}
