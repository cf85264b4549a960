import { z } from 'zod'
import { previewLink } from '../usecases/preview-link.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import type { TakeEvent } from './event-message.ts'
import { Operator, userIdOf } from './operator.ts'

export const LINK_PREVIEW = 'url.preview.get'

/** Undefined: there is nothing there for them. */
export type SeenPreview = Awaited<ReturnType<typeof previewLink>>

const Asked = z.object({ operator: Operator, context: z.object({ url: z.string().max(4_000) }) })

/** 拉取链接预览数据: for each viewer anew, 3 s to answer; a stranger gets what an address that leads nowhere gets. */
export function createLinkPreview(
  ctx: UseCaseContext,
  answer: (url: string, content: SeenPreview) => object,
): TakeEvent {
  return async ({ tenant, event }) => {
    const asked = Asked.safeParse(event)
    if (!asked.success) return { status: 200, body: {} }
    const { operator, context } = asked.data
    const userId = userIdOf(operator, tenant)
    const content = userId === undefined ? undefined : await previewLink(ctx, { url: context.url, userId })
    return { status: 200, body: answer(context.url, content) }
  }
}
