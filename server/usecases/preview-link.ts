import { flowPicture } from '../domain/flow-picture.ts'
import { taskIn } from '../domain/picture.ts'
import { isOpen, type Instance, type Task } from '../domain/instance.ts'
import { may } from '../domain/verbs/index.ts'
import type { PreviewContent } from '../feishu/port.ts'
import type { UseCaseContext } from './context.ts'
import { mayRead } from './find-readable.ts'
import { definitionOf, isInstanceId } from './stored.ts'
import { reasonPolicyOf } from './views.ts'

/** The detail page of the web app, for phones and for PCs: what can be pasted and registered as a rule. */
const PAGES = ['/m/pages/detail', '/m/pc/pages/detail']

/** What a link in a chat shows to somebody. Undefined: it is no approval's, or none that they may see. */
export async function previewLink(
  ctx: UseCaseContext,
  { url, userId }: { url: string; userId: string },
): Promise<PreviewContent | undefined> {
  const id = instanceIn(url, ctx.publicUrl)
  const record = id === undefined ? undefined : await ctx.store.instances.read(id)
  if (!record || !(await mayRead(ctx, record.instance, userId))) return undefined
  const { instance } = record
  const task = decidableBy(instance, userId, ctx.now())
  const needsReason = task !== undefined && reasonPolicyOf(instance, task) === 'required'
  const picture = flowPicture(instance, await definitionOf(ctx, instance))
  return { picture, task: needsReason || !task ? undefined : taskIn(picture, task.id), needsReason }
}

/** The instance that an address of ours names. */
function instanceIn(url: string, publicUrl: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { origin, pathname, searchParams } = new URL(url)
  const own = new URL(publicUrl)
  const base = own.pathname.replace(/\/$/, '')
  const isOurs = origin === own.origin && PAGES.some((page) => pathname === `${base}${page}`)
  const id = searchParams.get('id') ?? ''
  return isOurs && isInstanceId(id) ? id : undefined
}

function decidableBy(instance: Instance, who: string, now: number): Task | undefined {
  const mine = instance.tasks.filter((task) => isOpen(task) && task.assignee === who)
  return mine.find(({ id }) => may(instance, 'approve', { who, taskId: id }, now))
}
