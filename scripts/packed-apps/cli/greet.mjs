export const handler = async ({ name }) => ({ hello: name });
