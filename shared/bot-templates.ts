/** Fields that a template wants besides the name of the approval, its summaries and its actions. */
export type TemplateNeed = 'title_user_id' | 'comment' | 'sender_user_id'

export type BotTemplate = {
  needs: readonly TemplateNeed[]
  /** It asks somebody to decide, and may have buttons for it. */
  isToDo: boolean
}

const notice = (...needs: TemplateNeed[]): BotTemplate => ({ needs, isToDo: false })
const toDo = (...needs: TemplateNeed[]): BotTemplate => ({ needs, isToDo: true })

/** Its title and its content are free, and so are the names of its actions. */
export const FREE_TEMPLATE = '1021'

/** The only one that can be updated (更新审批 Bot 消息). */
export const UPDATABLE_TEMPLATE = '1008'

/** 发送审批 Bot 消息, 模板列表. An empty `title_user_id` of 1008 has a meaning of its own, so it may be left out. */
export const BOT_TEMPLATES: Readonly<Record<string, BotTemplate>> = {
  1001: notice('title_user_id', 'comment'),
  1002: notice('title_user_id'),
  1003: notice('title_user_id'),
  1004: notice('title_user_id', 'comment'),
  1005: notice(),
  1006: notice(),
  1007: notice(),
  1008: toDo(),
  1009: toDo('title_user_id'),
  1010: toDo('title_user_id'),
  1011: toDo('title_user_id'),
  1012: toDo('title_user_id'),
  1013: toDo('title_user_id', 'sender_user_id'),
  1015: notice('title_user_id'),
  1016: notice('title_user_id'),
  1017: notice('title_user_id', 'comment'),
  1018: notice('title_user_id', 'comment'),
  1019: notice('title_user_id'),
  1020: toDo('title_user_id'),
  [FREE_TEMPLATE]: notice(),
  1024: notice(),
  1026: notice('title_user_id'),
  1027: notice('title_user_id', 'comment'),
  1028: toDo(),
}
