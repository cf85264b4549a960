import { flowPicture } from '../domain/flow-picture.ts'
import { isOpen } from '../domain/instance.ts'
import { may } from '../domain/verbs/index.ts'
import type { PreviewContent } from '../feishu/port.ts'
import type { UseCaseContext } from './context.ts'
import { mayRead } from './find-readable.ts'
import { definitionOf, isInstanceId } from './stored.ts'

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
  const picture = flowPicture(instance, await definitionOf(ctx, instance))
  const now = ctx.now()
  const mine = picture.tasks.filter((task) => isOpen(task) && task.assignee === userId)
  const task = mine.find(({ id: taskId }) => may(instance, 'approve', { who: userId, taskId }, now))
  return { picture, task }
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
