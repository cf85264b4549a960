import type { CommentRequest } from '../../shared/requests.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { comment } from '../domain/comment.ts'
import { assertGrowth } from '../domain/growth.ts'
import { changeInstance } from './change-instance.ts'
import { claimFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed } from './directory.ts'
import { findReadable } from './find-readable.ts'
import { noInstance } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & CommentRequest & { id: string; author: { openId: string; name: string } }

/**
 * Says something about an instance that I may see, also after its end. Being mentioned gives nobody access.
 * Throws `instance_not_found`, `person_not_found`, `form_invalid` for a file, `too_many_comments`,
 * `too_much_said`.
 */
export async function commentInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { id, text, userId: by, author, locale = 'zh-CN' } = input
  const { instance: seen, history } = await findReadable(ctx, id, by)
  const directory = createDirectory(ctx.people)
  const mentions = await resolveNamed(directory, 'mentions', input.mentions)
  const people = { ...directory.known(mentions), [by]: author }
  const stamp = () => ({ at: ctx.now(), by, via: 'api' }) as const
  // What would be refused claims no file.
  assertGrowth(history, comment(seen, { text, mentions, people, files: {} }, stamp()).entries)
  const files = await claimFiles(ctx, {
    field: 'attachments',
    ids: input.attachments,
    by,
    instanceId: id,
    locale,
  })
  return changeInstance(
    ctx,
    id,
    () => noInstance(id),
    (instance) => comment(instance, { text, mentions, people, files }, stamp()),
    input,
  )
}
