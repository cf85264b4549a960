import { LOCALES, textIn } from '../../../shared/languages.ts'
import { defaultLocale } from '../../../shared/definition.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import type { DefinitionRecord } from '../../domain/definition.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import type { SourceCallback } from '../../usecases/sources/callback-of-kind.ts'
import type { IdTypes } from './named-ids.ts'

type Facts = { callback: SourceCallback | null; types: IdTypes }

/** The answer of 查看指定三方审批定义: texts under keys of ours. */
export async function definitionAnswer(
  ctx: UseCaseContext,
  { definition, entry, code }: DefinitionRecord,
  { callback, types }: Facts,
): Promise<object> {
  const { name, group, description, source } = definition
  const texts = new Map<string, LocalizedText>()
  const keyOf = (field: string, text: LocalizedText): string => {
    const key = `@i18n@${field}`
    texts.set(key, text)
    return key
  }
  const external = {
    biz_name: source ? keyOf('biz_name', source) : '',
    create_link_mobile: entry?.create.mobile ?? '',
    create_link_pc: entry?.create.pc ?? '',
    support_pc: entry?.supports.pc ?? true,
    support_mobile: entry?.supports.mobile ?? true,
    support_batch_read: false,
    action_callback_url: callback?.url ?? '',
    allow_batch_operate: entry?.inBatches ?? false,
    exclude_efficiency_statistics: definition.statistics === false,
  }
  return {
    approval_name: keyOf('approval_name', name),
    approval_code: entry?.ownCode ?? code,
    group_code: group.code.slice(group.code.indexOf('.') + 1),
    group_name: keyOf('group_name', group.name),
    description: description ? keyOf('description', description) : '',
    external,
    viewers: await Promise.all(
      definition.viewers.map(async (viewer) => ({
        viewer_type: viewer.type,
        ...(viewer.type === 'USER' && { viewer_user_id: await idAs(ctx, viewer.id, types) }),
        ...(viewer.type === 'DEPARTMENT' && { viewer_department_id: viewer.id }),
      })),
    ),
    i18n_resources: LOCALES.map((locale) => ({
      locale,
      is_default: locale === defaultLocale(definition),
      texts: [...texts].map(([key, text]) => ({ key, value: textIn(text, locale) })),
    })),
    managers: await Promise.all(definition.managers.map((id) => idAs(ctx, id, types))),
  }
}

async function idAs({ people }: UseCaseContext, userId: string, { user }: IdTypes): Promise<string> {
  if (user === 'user_id') return userId
  const found = await people.person(userId)
  return found.ok ? (found.value?.openId ?? '') : ''
}
