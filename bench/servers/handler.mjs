export const handler = async (event) => ({ records: event.Records.length });
