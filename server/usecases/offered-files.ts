import { FILE_RULE_TEXTS } from '../../shared/file-texts.ts'
import { FORM_RULE_TEXTS, saidInAll } from '../../shared/texts.ts'
import { MOST_FILES } from '../../shared/verbs/parts.ts'
import { AppError } from '../domain/errors.ts'
import type { Files } from '../domain/instance.ts'
import { claimFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { uploadAttachment } from './upload-attachment.ts'

/** A file that came with a decision in Feishu (三方快捷审批回调): where it is to be had. */
export type OfferedFile = { name: string; url: string }

/** The content at an address of Feishu's, bounded in time. Rejects, also while it is read, where it cannot be had. */
export type FetchFile = (url: string) => Promise<AsyncIterable<Uint8Array>>

type Deps = UseCaseContext & { fetchFile: FetchFile }

/**
 * Fetches them, as if their person had uploaded them, and binds them to the instance. Throws `form_invalid` with words
 * for one that cannot be had, and what an upload throws; what was fetched by then goes after a day.
 */
export async function takeOffered(
  ctx: Deps,
  offered: readonly OfferedFile[],
  { by, instanceId }: { by: string; instanceId: string },
): Promise<Files> {
  if (offered.length > MOST_FILES) {
    const words = saidInAll(FORM_RULE_TEXTS.too_many, { limit: MOST_FILES })
    throw new AppError('form_invalid', `A decision takes at most ${MOST_FILES} files.`, { words })
  }
  const taken = await Promise.all(
    offered.map(({ name, url }) => uploadAttachment(ctx, { name, content: contentAt(ctx, url), userId: by })),
  )
  const ids = taken.map(({ id }) => id)
  return claimFiles(ctx, { field: 'attachments', ids, by, instanceId, locale: 'zh-CN' })
}

async function* contentAt({ fetchFile }: Deps, url: string): AsyncGenerator<Uint8Array> {
  try {
    yield* await fetchFile(url)
  } catch (cause) {
    const words = FILE_RULE_TEXTS.unfetched
    throw new AppError('form_invalid', words['en-US'], { cause, words })
  }
}
