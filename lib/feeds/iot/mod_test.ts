import { testStreams } from "../testing.ts";
import { iotFeed } from "./mod.ts";

testStreams(iotFeed.streams);
