/** Replays a recording and says how far it is, to be killed in a test; arguments are one JSON object. */
import { DeliveryRecord } from '../../../tools/local/kafka/delivery-record';
import { Recording } from '../../../tools/local/kafka/recording';
import { replay } from '../../../tools/local/kafka/replay';

const { events, kafka, topics, ...props } = JSON.parse(process.argv[2] ?? '');

void replay({
  ...props,
  topics,
  recording: Recording.open(events, topics),
  record: DeliveryRecord.open(kafka, 'recording'),
  progress: (messages) => console.log(messages),
});
