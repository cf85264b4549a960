import { NEVER, type Push, type Pushed, type PushedCc, type PushedTask } from './pushed.ts'

/** What is known with one more push; `held` itself where it says nothing that counts. */
export function merge(held: Pushed | undefined, push: Push): Pushed {
  const said = saidBy(push)
  if (!held) return said
  switch (push.mode) {
    case 'replace':
      return isSame(held, said) ? held : said
    case 'update':
      // 审批常见问题: where the outer clock is not greater, nothing of the push counts.
      return isNewer(held.head, push.head) ? update(held, said) : held
    case 'items':
      return takeItems(held, said, push.restored ?? [])
  }
}

function saidBy({ mode, head, tasks, cc, deletions = [] }: Push): Pushed {
  const said: Pushed = { head, tasks: byId(tasks), cc: byId(cc) }
  if (mode !== 'items') return said
  if (deletions.length === 0) return { ...said, perItem: true }
  const deleted = Object.fromEntries(deletions.map(({ scope, clock }) => [scope, clock]))
  return { ...said, perItem: true, deleted }
}

type Clocked = { clock: number | null }
type Items<Item> = Readonly<Record<string, Item>>

const byId = <Item extends { id: string }>(items: readonly Item[]): Items<Item> =>
  Object.fromEntries(items.map((item) => [item.id, item]))

/** 三方审批实例常见问题: each task and each copy by its own clock, and those that are not named stay. */
function update(held: Pushed, said: Pushed): Pushed {
  return {
    // 同步三方审批实例: a department cannot be changed.
    head: { ...said.head, department: held.head.department },
    tasks: mergeInto(held.tasks, said.tasks, (old, fresh) =>
      isNewer(old, fresh) ? keepTask(old, fresh) : old,
    ),
    cc: mergeInto(held.cc, said.cc, (old, fresh) => (isNewer(old, fresh) ? keepCc(old, fresh) : old)),
  }
}

/** Whose it is, since when and at which node cannot be changed. */
const keepTask = (old: PushedTask, fresh: PushedTask): PushedTask => ({
  ...fresh,
  person: old.person,
  createdAt: old.createdAt,
  node: old.node,
})

const keepCc = (old: PushedCc, fresh: PushedCc): PushedCc => ({
  ...fresh,
  person: old.person,
  createdAt: old.createdAt,
})

/** Whatever order they come in, and however often, the same is left in the end. */
function takeItems(held: Pushed, said: Pushed, restored: readonly string[]): Pushed {
  const head = later(held.head, said.head)
  const tasks = mergeInto(held.tasks, said.tasks, (old, fresh) =>
    restored.includes(old.id) ? later(old, fresh) : laterTask(old, fresh),
  )
  const cc = mergeInto(held.cc, said.cc, later)
  const deleted = mergeDeletions(withoutScopes(held.deleted, restored), said.deleted)
  const isHeld =
    head === held.head && tasks === held.tasks && cc === held.cc && deleted === held.deleted && held.perItem
  if (isHeld) return held
  return { head, tasks, cc, perItem: true, ...(deleted && { deleted }) }
}

/** The same object where none of them was deleted. */
function withoutScopes(deleted: Pushed['deleted'], scopes: readonly string[]): Pushed['deleted'] {
  if (!deleted || !scopes.some((scope) => Object.hasOwn(deleted, scope))) return deleted
  return Object.fromEntries(Object.entries(deleted).filter(([scope]) => !scopes.includes(scope)))
}

function mergeDeletions(held: Pushed['deleted'] = {}, said: Pushed['deleted'] = {}): Pushed['deleted'] {
  const news = Object.entries(said).filter(
    ([scope, clock]) => clock > (Object.hasOwn(held, scope) ? (held[scope] ?? NEVER) : NEVER),
  )
  if (news.length > 0) return { ...held, ...Object.fromEntries(news) }
  return Object.keys(held).length > 0 ? held : undefined
}

/** What was deleted without a clock is not there again because the push that once brought it is repeated. */
function laterTask(old: PushedTask, fresh: PushedTask): PushedTask {
  const isRepeat = old.completeReason === 'delete' && isSame(fresh, asOpen(old))
  return isRepeat ? old : later(old, fresh)
}

const asOpen = (task: PushedTask): PushedTask => ({
  ...task,
  status: 'PENDING',
  completeReason: null,
  endedAt: null,
})

/** `held` itself where `choose` keeps every one of it, and nothing comes in. */
function mergeInto<Item extends { id: string }>(
  held: Items<Item>,
  said: Items<Item>,
  choose: (old: Item, fresh: Item) => Item,
): Items<Item> {
  const changed = Object.values(said).flatMap((fresh) => {
    const old = Object.hasOwn(held, fresh.id) ? held[fresh.id] : undefined
    const next = old ? choose(old, fresh) : fresh
    return next === old ? [] : [[fresh.id, next] as const]
  })
  return changed.length === 0 ? held : { ...held, ...Object.fromEntries(changed) }
}

/** Of two with one clock the same one always, whichever came first; without a clock the last that arrives. */
function later<Item extends Clocked>(old: Item, fresh: Item): Item {
  if (isSame(old, fresh) || fresh.clock === NEVER) return old
  if (old.clock === NEVER) return fresh
  if (old.clock === null || fresh.clock === null) return fresh
  if (old.clock !== fresh.clock) return fresh.clock > old.clock ? fresh : old
  return rankOf(fresh) > rankOf(old) ? fresh : old
}

/** What has ended ranks above what is open: at one and the same moment nothing opens again. */
const rankOf = (item: object): string =>
  ('status' in item && item.status !== 'PENDING' ? '1' : '0') + JSON.stringify(item)

const isNewer = (old: Clocked, fresh: Clocked): boolean =>
  fresh.clock === null || old.clock === null || fresh.clock > old.clock

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
