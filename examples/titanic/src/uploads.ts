/**
 * Which objects of the uploads bucket (`UPLOADS_BUCKET`) are passenger lists. The API gives out keys
 * like these, the bucket's notification is for these, and the handler of lists reads these.
 */
export const uploads = { prefix: 'passengers/', suffix: '.csv' } as const;
