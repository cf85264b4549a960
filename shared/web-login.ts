/** The page below `/m/` to which Feishu's login page sends people back (获取授权码); the one address of it to list. */
export const RETURN_PAGE = '_login'
