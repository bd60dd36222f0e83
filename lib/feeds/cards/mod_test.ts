import { testStreams } from "../testing.ts";
import { cardsFeed } from "./mod.ts";

testStreams(cardsFeed.streams);
