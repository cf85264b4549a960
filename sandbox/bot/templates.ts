type Template = {
  /** Fields required besides approval_name, summaries and actions. */
  needs: readonly ('title_user_id' | 'comment' | 'sender_user_id')[]
  /** Templates with the orange style take quick-approval buttons. */
  quick: boolean
}

const plain = (...needs: Template['needs'][number][]): Template => ({ needs, quick: false })
const quick = (...needs: Template['needs'][number][]): Template => ({ needs, quick: true })

/**
 * 发送审批 Bot 消息, 模板列表. 1008 lists title_user_id as required and says what an empty one shows,
 * so it may be left out there.
 */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  1001: plain('title_user_id', 'comment'),
  1002: plain('title_user_id'),
  1003: plain('title_user_id'),
  1004: plain('title_user_id', 'comment'),
  1005: plain(),
  1006: plain(),
  1007: plain(),
  1008: quick(),
  1009: quick('title_user_id'),
  1010: quick('title_user_id'),
  1011: quick('title_user_id'),
  1012: quick('title_user_id'),
  1013: quick('title_user_id', 'sender_user_id'),
  1015: plain('title_user_id'),
  1016: plain('title_user_id'),
  1017: plain('title_user_id', 'comment'),
  1018: plain('title_user_id', 'comment'),
  1019: plain('title_user_id'),
  1020: quick('title_user_id'),
  1024: plain(),
  1026: plain('title_user_id'),
  1027: plain('title_user_id', 'comment'),
  1028: quick(),
}

export const CUSTOM_TEMPLATE = '1021'

/** Words of 更新审批 Bot 消息; note CANCELLED with two L, unlike an instance's CANCELED. */
export const CARD_STATUSES = [
  'APPROVED',
  'REJECTED',
  'CANCELLED',
  'FORWARDED',
  'ROLLBACK',
  'ADD',
  'DELETED',
  'PROCESSED',
  'CUSTOM',
] as const
