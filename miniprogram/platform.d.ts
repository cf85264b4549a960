/** What we use of the client, from the pages of its documentation (小程序 API 总览, 小程序页面, 配置 Component 构造器). */
declare global {
  type Outcome<Result = object> = {
    success?: (result: Result) => void
    fail?: (error: TtError) => void
    complete?: () => void
  }
  type TtError = { errMsg?: string; errno?: number; errString?: string }

  interface Tt {
    /** `verifier`: of a browser around the pages, which logs in by a redirect. */
    requestAccess?(
      options: { appID?: string; scopeList: string[] } & Outcome<{ code: string; verifier?: string }>,
    ): void
    login(options: Outcome<{ code: string }>): void
    request(options: TtRequest & Outcome<{ statusCode: number; data: unknown }>): void
    uploadFile(options: TtUpload & Outcome<{ statusCode: number; data: string }>): void
    downloadFile(
      options: { url: string; header: object } & Outcome<{ statusCode: number; tempFilePath: string }>,
    ): void
    chooseContact(options: TtContactQuery & Outcome<TtContacts>): void
    chooseImage(options: { count: number } & Outcome<{ tempFilePaths: string[] }>): void
    filePicker(options: { maxNum: number } & Outcome<{ list: { path: string; name: string }[] }>): void
    previewImage(options: { urls: string[]; current: string } & Outcome): void
    openDocument(options: { filePath: string; fileType?: string } & Outcome): void
    showToast(options: { title: string; icon: 'success' | 'none' | 'loading'; duration?: number }): void
    showActionSheet(options: { itemList: string[] } & Outcome<{ tapIndex: number }>): void
    showModal(options: { title: string; content: string } & Outcome<{ confirm: boolean }>): void
    getStorageSync(key: string): unknown
    setStorageSync(key: string, data: unknown): void
    removeStorageSync(key: string): void
    openSchema(options: { schema: string; external: boolean } & Outcome): void
    makePhoneCall(options: { phoneNumber: string } & Outcome): void
    setClipboardData(options: { data: string } & Outcome): void
    navigateTo(options: { url: string } & Outcome): void
    redirectTo(options: { url: string } & Outcome): void
    reLaunch(options: { url: string } & Outcome): void
    navigateBack(options: { delta: number } & Outcome): void
    stopPullDownRefresh(options: Outcome): void
    getSystemInfoSync(): { language: string; platform: string }
    createSelectorQuery(): TtQuery
    pageScrollTo(options: { scrollTop: number }): void
    setNavigationBarTitle(options: { title: string }): void
  }

  type TtQuery = {
    select(selector: string): TtNodes
    selectViewport(): TtNodes
    exec(done: (found: readonly ({ top?: number; scrollTop?: number } | null)[]) => void): void
  }
  type TtNodes = { boundingClientRect(): TtQuery; scrollOffset(): TtQuery }
  type TtRequest = { url: string; method: string; header: object; data?: string }
  type TtUpload = { url: string; filePath: string; name: string; header: object; formData?: object }
  type TtContactQuery = {
    multi: boolean
    maxNum?: number
    chosenIds?: string[]
    enableChooseDepartment?: boolean
    externalContact?: boolean
    limitTips?: string
  }
  type TtContacts = {
    data: { openId: string; name: string }[]
    department_data?: { openDepartmentId: string; departmentId: string }[]
  }

  /** `detail` is the component's own; `dataset` comes from `data-…` in kebab-case. */
  type TtEvent = {
    detail: Record<string, unknown>
    currentTarget: { dataset: Record<string, unknown> }
  }
  type TtInstance = {
    setData(data: Record<string, unknown>): void
    triggerEvent(name: string, detail?: object): void
    data: Record<string, unknown>
  }

  const tt: Tt
  /** The first one opened comes first (页面路由). */
  function getCurrentPages(): readonly object[]
  function App(options: object): void
  function Page(options: object): void
  function Component<Methods extends object>(options: {
    properties?: Record<string, unknown>
    data?: Record<string, unknown>
    methods?: Methods & ThisType<TtInstance & Methods>
    attached?: (this: TtInstance) => void
  }): void
}
export {}
