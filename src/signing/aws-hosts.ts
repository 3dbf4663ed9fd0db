// Written by tools/aws-hosts/generate.py from botocore 1.44.8.

/**
 * What stands before region and DNS suffix in the hosts of AWS's APIs, without `fips`, `dualstack` and account ids. If the
 * signing name is another, it follows after `=`. The service ids, as the SDKs' variables name them, follow after `:` if they
 * are not the signing name; nothing after `:` stands for the name of the host.
 */
export const SERVICE_HOSTS = ` \
a2i-runtime.sagemaker=sagemaker:sagemaker_a2i_runtime abuse:abuse_signal access-analyzer:accessanalyzer account \
account-access account-access-runtime=account-access: acm-acme=acm acm-pca \
aco-automation:compute_optimizer_automation admin.wickr=wickr agent-discovery agent-registry \
agent-registry-control=agent-registry: agreement-marketplace=aws-marketplace:marketplace_agreement \
aidevops:devops_agent aiops airflow:mwaa airflow-serverless:mwaa_serverless amplify amplifybackend amplifyuibuilder \
analytics-omics=omics aos=es:elasticsearch_service,opensearch aoss:opensearchserverless \
api-fulfill.dataexchange=dataexchange api.airflow=airflow:mwaa api.detective=detective api.ecr=ecr \
api.ecr-public=ecr-public api.iot-tunneling=IoTSecuredTunneling:iotsecuretunneling \
api.iotdeviceadvisor=iotdeviceadvisor api.iotmanagedintegrations=iotmanagedintegrations:iot_managed_integrations \
api.iotsitewise=iotsitewise api.iottwinmaker=iottwinmaker api.iotwireless=iotwireless:iot_wireless \
api.mediatailor=mediatailor api.pricing=pricing api.sagemaker=sagemaker \
api.thinclient=thinclient:workspaces_thin_client api.tunneling.iot=IoTSecuredTunneling:iotsecuretunneling \
apigateway:api_gateway,apigatewayv2 apiportal app-integrations:appintegrations appconfig appconfigdata=appconfig: \
appfabric appflow application-autoscaling:application_auto_scaling application-cost-profiler:applicationcostprofiler \
application-signals applicationinsights:application_insights appmesh:app_mesh apprunner appstream2=appstream appsync \
aps:amp arc-recovery-control-config=route53-recovery-control-config arc-region-switch \
arc-region-switch-control-plane=arc-region-switch arc-zonal-shift artifact athena auditmanager \
autoscaling:auto_scaling autoscaling-plans:auto_scaling_plans b2bi backup backup-gateway backup-search:backupsearch \
batch bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions bedrock bedrock-agent=bedrock: \
bedrock-agent-runtime=bedrock: bedrock-agentcore bedrock-agentcore-control=bedrock-agentcore: \
bedrock-data-automation=bedrock: bedrock-data-automation-runtime=bedrock: bedrock-runtime=bedrock: billing \
billingconductor braket budgets cases:connectcases cassandra:keyspaces cassandra-streams=cassandra:keyspacesstreams \
catalog-marketplace=aws-marketplace:marketplace_catalog catalog.marketplace=aws-marketplace:marketplace_catalog \
ce:cost_explorer chatbot chime cleanrooms cleanrooms-ml:cleanroomsml cloud9 cloudcontrolapi:cloudcontrol \
clouddirectory cloudformation cloudfront cloudhsm cloudhsmv2=cloudhsm:cloudhsm_v2 cloudsearch \
cloudsearchdomain=cloudsearch:cloudsearch_domain cloudtrail cloudtrail-data \
cloudwatch-omni=cloudwatch:cloudwatchomni cn.transcribe=transcribe codeartifact codebuild codecommit codeconnections \
codedeploy codeguru-profiler:codeguruprofiler codeguru-reviewer codeguru-security codepipeline codestar-connections \
codestar-notifications cognito-identity cognito-idp:cognito_identity_provider cognito-sync comprehend \
comprehendmedical compute-optimizer config:config_service connect:connect,connectscheduling \
connect-campaigns:connectcampaigns,connectcampaignsv2 contact-lens=connect:connect_contact_lens continuum \
control-storage-omics=omics controlcatalog controlplane.payment-cryptography=payment-cryptography controltower \
cost-optimization-hub cp.aidevops=aidevops:devops_agent cp.geofencing.geo=geo:location cp.maps.geo=geo:location \
cp.metadata.geo=geo:location cp.places.geo=geo:location cp.routes.geo=geo:location cp.tracking.geo=geo:location \
cur:cost_and_usage_report_service data-ats.iot=iotdata:iot_data_plane data-kinesis=kinesis \
data-kinesis-queues=kinesis data-lakeformation=lakeformation data-servicediscovery=servicediscovery \
data-signer=signer:signer,signer_data data.ats.iot=iotdata:iot_data_plane data.iot=iotdata:iot_data_plane \
data.iotsitewise=iotsitewise data.iottwinmaker=iottwinmaker data.jobs.iot=iot-jobs-data:iot_jobs_data_plane \
data.mediastore=mediastore:mediastore_data data.qapps=qapps databrew dataexchange datapipeline:data_pipeline \
dataplane.payment-cryptography=payment-cryptography:payment_cryptography_data dataplane.rum=rum datasync \
datatransformation.healthlake=healthlake datazone dax ddb=dynamodb deadline \
deployment-marketplace=aws-marketplace:marketplace_deployment detective devicefarm:device_farm devops-guru \
directconnect:direct_connect discovery:application_discovery_service \
discovery-marketplace=aws-marketplace:marketplace_discovery dlm dms:database_migration_service docdb-elastic \
dp.aidevops=aidevops:devops_agent drs ds:directory_service ds-data:directory_service_data dsql dynamodb ebs ec2 \
ec2-instance-connect ecr ecr-public ecs edge.sagemaker=sagemaker:sagemaker_edge efs=elasticfilesystem: eks eks-auth \
elasticache elasticbeanstalk:elastic_beanstalk elasticfilesystem:efs \
elasticloadbalancing:elastic_load_balancing,elastic_load_balancing_v2 elasticmapreduce:emr \
elemental-inference:elementalinference email=ses:pinpoint_email,ses,sesv2 emr-containers emr-serverless \
end-user-messaging:endusermessaging entitlement-marketplace=aws-marketplace:marketplace_entitlement_service \
entitlement.marketplace=aws-marketplace:marketplace_entitlement_service entityresolution env.airflow=airflow:mwaa \
es:elasticsearch_service,opensearch events:eventbridge eventsv2=events:eventbridgev2 evs \
execute-api:apigatewaymanagementapi featurestore-runtime.sagemaker=sagemaker:sagemaker_featurestore_runtime firehose \
fis fms forecast forecastquery=forecast: frauddetector freetier fsx gamelift gameliftstreams \
gateway-runtime.sagemaker=sagemaker:sagemaker_gateway_runtime geo:location geo-maps geo-places geo-routes \
geofencing.geo=geo:location glacier globalaccelerator:global_accelerator glue grafana \
greengrass:greengrass,greengrassv2 groundstation guardduty health health-agent:connecthealth healthlake iam \
iam-toolbox=iam: identity-chime=chime:chime_sdk_identity identitystore imagebuilder \
inferencerouter-runtime.sagemaker=sagemaker:sagemaker_inference_router_runtime \
ingest.timestream=timestream:timestream_write inspector inspector-scan inspector2 interconnect internetmonitor \
invoicing iot iotfleetwise iotsitewise iotthingsgraph iottwinmaker ivs ivschat ivsrealtime=ivs:ivs_realtime \
job-runtime.sagemaker=sagemaker:sagemakerjobruntime kafka kafka-api=kafka kafkaconnect kendra kendra-ranking kinesis \
kinesis-queues=kinesis kinesisanalytics:kinesis_analytics,kinesis_analytics_v2 \
kinesisvideo:kinesis_video,kinesis_video_archived_media,kinesis_video_media,kinesis_video_signaling,kinesis_video_webrtc_storage \
kms lakeformation lambda:lambda,lambda_core,lambda_microvms,lambda_web launchwizard:launch_wizard license-manager \
license-manager-linux-subscriptions license-manager-user-subscriptions lightsail logs:cloudwatch_logs \
lookoutequipment m2 machinelearning:machine_learning macie2 mail-manager=ses:mailmanager managedblockchain \
managedblockchain-query management.deadline=deadline marketplacecommerceanalytics:marketplace_commerce_analytics \
media-pipelines-chime=chime:chime_sdk_media_pipelines mediaconnect mediaconvert medialive mediapackage \
mediapackage-vod mediapackagev2 mediastore mediatailor medical-imaging meetings-chime=chime:chime_sdk_meetings \
memory-db=memorydb messaging-chime=chime:chime_sdk_messaging metadata.geo=geo:location \
metering-marketplace=aws-marketplace:marketplace_metering metering.marketplace=aws-marketplace:marketplace_metering \
metrics.sagemaker=sagemaker:sagemaker_metrics mgh:migration_hub mgn migrationhub-config=mgh: \
migrationhub-orchestrator:migrationhuborchestrator migrationhub-strategy:migrationhubstrategy \
models-v2-lex=lex:lex_models_v2 models.lex=lex:lex_model_building_service monitor.iotsitewise=iotsitewise \
monitoring:cloudwatch mpa mq mturk-requester:mturk neptune-db:neptunedata neptune-graph network-firewall \
network-security-manager networkflowmonitor networkmanager networkmonitor notifications \
notifications-contacts:notificationscontacts nova-act oam observabilityadmin odb oidc=sso-oauth:sso_oidc omics \
ops.airflow=airflow:mwaa organizations osis osm:opensearchmemory outposts \
participant.connect=execute-api:connectparticipant partnercentral-account partnercentral-benefits \
partnercentral-marketing partnercentral-selling payments pca-connector-ad pca-connector-scep pcs personalize \
personalize-events=personalize: personalize-runtime=personalize: pi pinpoint=mobiletargeting: pipes polly \
portal.sso=awsssoportal:sso pricingplanmanager:pricing_plan_manager profile:customer_profiles proton qbusiness \
query-lakeformation=lakeformation query.timestream=timestream:timestream_query quicksight ram rbin \
rds:docdb,neptune,rds rds-data redshift redshift-data redshift-serverless \
refactor-spaces:migration_hub_refactor_spaces rekognition \
reporting-marketplace=aws-marketplace:marketplace_reporting repostspace resiliencehub:resiliencehub,resiliencehubv2 \
resource-explorer-2 resource-groups rolesanywhere route53-recovery-cluster route53-recovery-control-config \
route53-recovery-readiness route53domains:route_53_domains route53globalresolver route53profiles route53resolver \
rtbfabric rum runtime-medical-imaging=medical-imaging runtime-v2-lex=lex:lex_runtime_v2 \
runtime.health-agent=health-agent:connecthealth runtime.lex=lex:lex_runtime_service \
runtime.sagemaker=sagemaker:sagemaker_runtime s3 s3-control=s3: s3-object-lambda:s3 s3-outposts:s3outposts \
s3express-control=s3express:s3,s3_control s3files s3tables s3vectors sagemaker-geospatial savingsplans scheduler \
scheduling.deadline=deadline schemas scn:supplychain sdb:simpledb,simpledbv2 search-ddb=dynamodb \
search-dynamodb=dynamodb secretsmanager:secrets_manager security-ir securityagent securityhub securitylake \
serverlessrepo:serverlessapplicationrepository servicecatalog:service_catalog \
servicecatalog-appregistry=servicecatalog:service_catalog_appregistry servicediscovery servicequotas:service_quotas \
shield signer signin sms-voice:pinpoint_sms_voice_v2 sms-voice.pinpoint=sms-voice:pinpoint_sms_voice \
snow-device-management snowball sns social-messaging:socialmessaging sqs ssm ssm-contacts ssm-guiconnect \
ssm-incidents ssm-quicksetup ssm-sap sso:sso_admin states:sfn storage-omics=omics storagegateway:storage_gateway \
stream-logs=logs:cloudwatch_logs streaming.health-agent=health-agent:connecthealth \
streams-ddb=dynamodb:dynamodb_streams streams-dynamodb=dynamodb:dynamodb_streams \
streams.dynamodb=dynamodb:dynamodb_streams sts subscribe.mediaconvert=mediaconvert support supportapp:support_app \
supportauthz swf sync-states=states:sfn synthetics tagging:resource_groups_tagging_api tags-omics=omics \
tax:taxsettings textract thinclient:workspaces_thin_client timestream-influxdb \
timestream-ingest=timestream:timestream_write timestream-query=timestream: tracking.geo=geo:location \
training-session-runtime.sagemaker=sagemaker:sagemakertrainingsessionruntime transcribe transfer translate \
trustedadvisor uxc verifiedpermissions voice-chime=chime:chime_sdk_voice voiceid:voice_id vpc-lattice waf \
waf-regional wafv2 wellarchitected wellarchitected-agent=wellarchitected wisdom:qconnect,wisdom workdocs \
workflows-omics=omics workmail workmailmessageflow workspaces workspaces-instances workspaces-web xray \
`;

/** The hosts of AWS's APIs that name no region. Signing name, `@`, the region that signs, `:` and other service ids follow. */
export const REGIONLESS_HOSTS = ` \
budgets.amazonaws.com=budgets@us-east-1 budgets.amazonaws.com.cn=budgets@cn-northwest-1 \
cloudfront.amazonaws.com=cloudfront@us-east-1 cloudfront.global.api.aws=cloudfront@us-east-1 \
global.health.amazonaws.com=health@us-east-1 iam.amazonaws.com=iam@us-east-1 iam.global.api.aws=iam@us-east-1 \
iam.us-gov.amazonaws.com=iam@us-gov-west-1 iam.us-gov.api.aws=iam@us-gov-west-1 \
importexport.amazonaws.com=IngestionService@us-east-1:importexport \
partnercentral-channel.global.api.aws=partnercentral-channel@us-east-1 \
partnercentral-channel.us-gov.api.aws=partnercentral-channel@us-gov-west-1 \
partnercentral-prm.global.api.aws=partnercentral@us-east-1:partnercentral_revenue_measurement \
partnercentral-prm.us-gov.api.aws=partnercentral@us-gov-west-1:partnercentral_revenue_measurement \
route53.amazonaws.com=route53@us-east-1:route_53 route53.amazonaws.com.cn=route53@cn-northwest-1:route_53 \
route53.global.api.aws=route53@us-east-1:route_53 route53.us-gov.amazonaws.com=route53@us-gov-west-1:route_53 \
route53.us-gov.api.aws=route53@us-gov-west-1:route_53 s3.amazonaws.com=s3@us-east-1 \
savingsplans.amazonaws.com=savingsplans@us-east-1 savingsplans.global.api.aws=savingsplans@us-east-1 \
sdb.amazonaws.com=sdb@us-east-1:simpledb,simpledbv2 sts.amazonaws.com=sts@us-east-1 \
sustainability.us-gov.api.aws=sustainability@us-gov-west-1 waf.amazonaws.com=waf@us-east-1 \
`;
